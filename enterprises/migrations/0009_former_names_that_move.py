"""A former name that moves to another enterprise (a merge) leaves the line of the first one, on SQLite too."""

from django.db import migrations

from enterprises.migrations import _register_lines_sqlite as sqlite


def renew(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER register_line_former_update")
        schema_editor.execute(sqlite.MOVED_NAME, params=None)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0008_former_numbers")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
