"""No two stays of one enterprise share a day: held by the database itself, on both engines.

Django has no constraint of this kind that both engines know. PostgreSQL takes an exclusion constraint over date
ranges, SQLite two triggers; a later migration that rebuilds the table on SQLite must create them again
(`tests/enterprises/test_registration.py` fails when they are gone).
"""

from django.db import migrations

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """ALTER TABLE enterprises_registration ADD CONSTRAINT registration_no_overlap
       EXCLUDE USING gist (enterprise_id WITH =, daterange(start_on, end_on, '[)') WITH &&)""",
)
TRIGGER = """
CREATE TRIGGER registration_no_overlap_{event} BEFORE {event} ON enterprises_registration
WHEN EXISTS (
    SELECT 1 FROM enterprises_registration AS other
    WHERE other.enterprise_id = NEW.enterprise_id AND other.id <> COALESCE(NEW.id, -1)
      AND (other.end_on IS NULL OR NEW.start_on IS NULL OR other.end_on > NEW.start_on)
      AND (NEW.end_on IS NULL OR other.start_on IS NULL OR other.start_on < NEW.end_on)
      AND (other.start_on IS NULL OR other.end_on IS NULL OR other.start_on < other.end_on)
      AND (NEW.start_on IS NULL OR NEW.end_on IS NULL OR NEW.start_on < NEW.end_on)
)
BEGIN SELECT RAISE(ABORT, 'registration_no_overlap'); END
"""
SQLITE = tuple(TRIGGER.format(event=event) for event in ("insert", "update"))


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE enterprises_registration DROP CONSTRAINT registration_no_overlap")
    else:
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER registration_no_overlap_{event}")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
