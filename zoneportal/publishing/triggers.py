"""Notes every change of something public in `publishing_change`, by triggers of the database itself.

They come after every migrate and go before one that changes tables: SQLite loses the triggers of a table that it
rebuilds, and refuses to rename one that the triggers of another name. What was written meanwhile nobody noted, so
everything counts as changed whenever a trigger had to be made.
"""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import connections

from zoneportal.publishing.models import EVERYTHING, Change, Publishable
from zoneportal.publishing.watched import PUBLICATIONS, Watched, of_content

PREFIX = "noted_"
CHANGES = Change._meta.db_table


def watched_tables() -> list[Watched]:
    found = [PUBLICATIONS]
    for config in apps.get_app_configs():
        found += getattr(config, "watched", ())
        for model in config.get_models():
            if issubclass(model, Publishable) and hasattr(model, "history"):
                found += of_content(model._meta.label_lower, model._meta.db_table, model.history.model._meta.db_table)
    return found


class Sqlite:
    """A trigger for every row. There is one writer at a time, so a topic has one row for what holds at once."""

    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    an_hour_ago = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-1 hour')"
    existing = f"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%%'"
    shared: tuple[str, ...] = ()  # what the triggers need beside themselves
    note = (
        f"INSERT INTO {CHANGES} (topic, due_at, token, writer, made_at) "
        f"VALUES ('{EVERYTHING}', NULL, lower(hex(randomblob(16))), 0, {now})"
    )

    def create(self, name: str, event: str, table: Watched) -> list[str]:
        moments = " UNION ALL ".join(
            f"SELECT {topic} AS topic, {since} AS since" for topic, since in sources(table, event, "OLD", "NEW")
        ).replace("{now}", self.now)
        # The cheap question first: an import of a hundred thousand internal rows asks nothing else.
        concerns = " OR ".join(f"({since}) IS NOT NULL" for _topic, since in sources(table, event, "OLD", "NEW"))
        concerns = concerns.replace("{now}", self.now)
        due = f"CASE WHEN since > {self.now} THEN since END"
        noted = f"SELECT DISTINCT topic, {due} AS due FROM ({moments}) WHERE since IS NOT NULL"
        # Not INSERT OR REPLACE: the conflict clause of the statement that fires a trigger overrides those within.
        return [
            f"CREATE TRIGGER {name} AFTER {event} ON {table.table} "
            f"WHEN {concerns} BEGIN "
            f"DELETE FROM {CHANGES} WHERE EXISTS (SELECT 1 FROM ({noted}) AS now WHERE now.topic = {CHANGES}.topic "
            f"AND ({CHANGES}.due_at IS now.due OR (now.due IS NULL AND {CHANGES}.due_at < {self.an_hour_ago}))); "
            f"INSERT INTO {CHANGES} (topic, due_at, token, writer, made_at) "
            f"SELECT topic, due, lower(hex(randomblob(16))), 0, {self.now} FROM ({noted}); END"
        ]

    def drop(self, name: str, table: str) -> list[str]:
        return [f"DROP TRIGGER {name}"]


class Postgresql:
    """A trigger for every statement. A transaction notes a topic once, and never waits for another transaction:
    it adds a row of its own and removes those that nobody else is removing."""

    existing = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
        f"WHERE NOT tgisinternal AND tgname LIKE '{PREFIX}%%' AND tgrelid IN "
        "(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
    )
    # `made_at`, the beginning of the transaction, is part of its name: a copy of the database in another cluster
    # counts its transactions anew.
    shared = (
        f"""
        CREATE OR REPLACE FUNCTION {PREFIX}in_this_transaction(what text, due timestamptz)
        RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM {CHANGES} WHERE topic = what AND due_at IS NOT DISTINCT FROM due
                AND writer = pg_current_xact_id()::text::bigint AND made_at = now()
            ) THEN RETURN; END IF;
            INSERT INTO {CHANGES} (topic, due_at, token, writer, made_at)
            VALUES (what, due, replace(gen_random_uuid()::text, '-', ''), pg_current_xact_id()::text::bigint, now());
            IF due IS NULL THEN
                DELETE FROM {CHANGES} WHERE id IN (
                    SELECT id FROM {CHANGES} WHERE topic = what
                    AND (due_at IS NULL OR due_at < now() - interval '1 hour')
                    AND NOT (writer = pg_current_xact_id()::text::bigint AND made_at = now())
                    FOR UPDATE SKIP LOCKED
                );
            END IF;
        END $$""",
    )
    note = f"SELECT {PREFIX}in_this_transaction('{EVERYTHING}', NULL)"

    def create(self, name: str, event: str, table: Watched) -> list[str]:
        rows = {"INSERT": ("new_rows",), "UPDATE": ("old_rows", "new_rows"), "DELETE": ("old_rows",)}[event]
        if event == "UPDATE" and table.between:
            froms = ["old_rows AS before JOIN new_rows AS after ON after.id = before.id"]
        else:
            froms = [f"{each} AS {'before' if each == 'old_rows' else 'after'}" for each in rows]
        pairs = sources(table, event, "before", "after")
        moments = " UNION ALL ".join(
            f"SELECT {topic} AS topic, {since} AS since FROM {source}"
            for (topic, since), source in zip(pairs, froms, strict=True)
        ).replace("{now}", "now()")
        tables = " ".join(f"{each[:3].upper()} TABLE AS {each}" for each in rows)
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"DECLARE change record; BEGIN FOR change IN SELECT DISTINCT topic, "
            f"CASE WHEN since > now() THEN since END AS due FROM ({moments}) AS moments WHERE since IS NOT NULL "
            f"LOOP PERFORM {PREFIX}in_this_transaction(change.topic, change.due); END LOOP; RETURN NULL; END $$",
            f"CREATE TRIGGER {name} AFTER {event} ON {table.table} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]

    def drop(self, name: str, table: str) -> list[str]:
        return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]


VENDORS = {"sqlite": Sqlite(), "postgresql": Postgresql()}


def sources(table: Watched, event: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    """(topic, since) of every version of a row that the event touches."""
    if event == "UPDATE" and table.between:
        yield table.topic.replace("{row}", new), table.between.replace("{old}", old).replace("{new}", new)
        return
    for version in {"INSERT": (new,), "UPDATE": (old, new), "DELETE": (old,)}[event]:
        yield table.topic.replace("{row}", version), table.since.replace("{row}", version)


def wanted(vendor) -> dict[str, tuple[str, list[str]]]:
    """Name of the trigger -> its table and its statements. The name holds a digest of what the trigger does."""
    found = {}
    for table in watched_tables():
        for event in table.events:
            plain = vendor.create("name", event, table)
            digest = hashlib.sha256("".join([*plain, *vendor.shared]).encode()).hexdigest()[:8]
            name = f"{PREFIX}{table.table}_{event.lower()}_{digest}"
            found[name] = (table.table, vendor.create(name, event, table))
    return found


def complete_triggers(using: str = "default", **kwargs) -> None:
    """Receiver of post_migrate: makes what is missing, removes what is of yesterday."""
    connection = connections[using]
    vendor = VENDORS[connection.vendor]
    tables = set(connection.introspection.table_names())
    if CHANGES not in tables:
        return
    triggers = {name: each for name, each in wanted(vendor).items() if each[0] in tables}
    with connection.cursor() as cursor:
        cursor.execute(vendor.existing)
        existing = dict(cursor.fetchall())
        if set(existing) == set(triggers):
            return
        statements = [*vendor.shared]
        for name in set(existing) - set(triggers):
            statements += vendor.drop(name, existing[name])
        for name in set(triggers) - set(existing):
            statements += triggers[name][1]
        for statement in [*statements, vendor.note]:
            cursor.execute(statement)


def drop_triggers(using: str = "default", plan=(), **kwargs) -> None:
    """Receiver of pre_migrate: a migration finds no triggers. Where nothing will change they stay."""
    if not plan:
        return
    connection = connections[using]
    vendor = VENDORS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(vendor.existing)
        for name, table in cursor.fetchall():
            for statement in vendor.drop(name, table):
                cursor.execute(statement)
