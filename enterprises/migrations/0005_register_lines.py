"""The lines of the register: a narrow table that the database keeps in step with what it copies, whoever writes.

Triggers and not the program, because sheets and sample data write past `save()`. A later migration that rebuilds
`enterprises_enterprise` or `enterprises_enterpriseformername` on SQLite drops their triggers and must create them
again by `0005_register_lines.create` (tests/enterprises/models/test_line.py fails when they are gone). On SQLite a
trigger names no other table than its own and the lines, because a rebuild would stumble over it.
"""

import django.db.models.deletion
from django.db import migrations, models

from enterprises.migrations import _register_lines_postgresql as postgresql
from enterprises.migrations import _register_lines_sqlite as sqlite


def create(apps, schema_editor):
    for statement in (postgresql if schema_editor.connection.vendor == "postgresql" else sqlite).CREATE:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in (postgresql if schema_editor.connection.vendor == "postgresql" else sqlite).DROP:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0004_rules")]

    operations = [
        migrations.CreateModel(
            name="RegisterLine",
            fields=[
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="enterprises.enterprise",
                    ),
                ),
                ("number", models.CharField(max_length=12)),
                ("names", models.TextField(default="")),
                ("former_names", models.TextField(default="")),
                ("name_zh", models.CharField(max_length=160)),
                ("credit_code", models.CharField(max_length=18, null=True)),
                ("old_registration_number", models.CharField(default="", max_length=15)),
                ("established_on", models.DateField(null=True)),
                ("capital_cny_wan", models.DecimalField(decimal_places=4, max_digits=15, null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "industry_class",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="enterprises.industryclass",
                    ),
                ),
            ],
            options={"ordering": ["number"], "default_permissions": ()},
        ),
        migrations.RunPython(create, drop),
    ]
