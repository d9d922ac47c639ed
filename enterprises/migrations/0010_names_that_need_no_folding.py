"""The triggers of the register lines on SQLite fold a name only where it holds anything to fold."""

from django.db import migrations

from enterprises.migrations import _register_lines_sqlite as sqlite


def renew(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in sqlite.RENEW:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0009_former_names_that_move")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
