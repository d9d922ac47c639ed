"""The lines of the register on PostgreSQL: an inverted index of characters, pairs of characters, and marks.

Triggers run once a statement, so that a sheet of thousands of rows costs a few statements.
"""

from zoneportal.characters import FOLDS

LINE = "enterprises_registerline"
KEPT = [sign for sign, plain in FOLDS.items() if plain]
DROPPED = [sign for sign, plain in FOLDS.items() if not plain]


def quoted(text: str) -> str:
    return "U&'" + "".join(f"\\{ord(sign):04X}" for sign in text) + "'"


FROM = quoted("".join([*KEPT, *DROPPED]))
TO = quoted("".join(FOLDS[sign] for sign in KEPT))

COLUMNS = f"""ALTER TABLE {LINE} ALTER COLUMN former_names SET DEFAULT '',
    ADD COLUMN marks text[] NOT NULL DEFAULT '{{}}'"""
FOLDED = f"""CREATE FUNCTION portal_folded(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(given, {FROM}, {TO})"""
# Every character and every pair, by three calls and no loop. Single characters of ASCII are in nearly every name
# and would only fill the index. The cost says: ask the index, never take every name apart while reading the table.
GRAMS = r"""CREATE FUNCTION portal_grams(given text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    BEGIN RETURN string_to_array(regexp_replace(given, '[\x01-\x7f]+', '', 'g'), NULL)
        || string_to_array(regexp_replace(given, '(..)', '\1' || chr(31), 'g'), chr(31))
        || string_to_array(regexp_replace(substr(given, 2), '(..)', '\1' || chr(31), 'g'), chr(31)); END $$"""
NAMES_TERMS = "portal_grams(names || chr(10) || former_names)"  # as enterprises.finding asks for it
# What an enterprise ever was or will be. `keys` comes ordered, so that two writers cannot wait for each other.
MARKS = f"""CREATE FUNCTION portal_marks(keys bigint[]) RETURNS TABLE (enterprise_id bigint, marks text[])
    LANGUAGE sql STABLE AS $$
    SELECT enterprise_id, array_agg(DISTINCT mark ORDER BY mark) FROM (
        SELECT enterprise_id, 'park:' || park_id AS mark FROM enterprises_registration
        UNION ALL SELECT enterprise_id, 'status:' || status FROM enterprises_statusevent
        UNION ALL SELECT enterprise_id, 'kind:' || kind_id FROM enterprises_qualification
        UNION ALL SELECT enterprise_id, 'tag:' || industry_id FROM enterprises_enterprisetag
        UNION ALL SELECT e.id, 'class:' || unnest(ARRAY[c.section, left(c.code, 2), left(c.code, 3), c.code])
            FROM enterprises_enterprise e JOIN enterprises_industryclass c ON c.id = e.industry_class_id
    ) AS every WHERE enterprise_id = ANY(keys) GROUP BY enterprise_id $$;
CREATE FUNCTION portal_mark_lines(keys bigint[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM {LINE} WHERE enterprise_id = ANY(keys) ORDER BY enterprise_id FOR NO KEY UPDATE;
    UPDATE {LINE} AS line SET marks = coalesce(found.marks, '{{}}')
    FROM unnest(keys) AS key LEFT JOIN portal_marks(keys) AS found ON found.enterprise_id = key
    WHERE line.enterprise_id = key AND line.marks <> coalesce(found.marks, '{{}}');
END $$"""
NAMED = f"""CREATE FUNCTION portal_name_lines(keys bigint[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM {LINE} WHERE enterprise_id = ANY(keys) ORDER BY enterprise_id FOR NO KEY UPDATE;
    UPDATE {LINE} AS line SET former_names = coalesce(found.names, '')
    FROM unnest(keys) AS key LEFT JOIN (
        SELECT enterprise_id, string_agg(portal_folded(name_zh), chr(10) ORDER BY id) AS names
        FROM enterprises_enterpriseformername WHERE enterprise_id = ANY(keys) GROUP BY enterprise_id
    ) AS found ON found.enterprise_id = key
    WHERE line.enterprise_id = key AND line.former_names <> coalesce(found.names, '');
END $$"""
COPIES = {
    "number": "number",
    "names": "portal_folded(name_zh) || chr(10) || portal_folded(name_en)",
    "name_zh": "name_zh",
    "credit_code": "credit_code",
    "old_registration_number": "old_registration_number",
    "established_on": "established_on",
    "capital_cny_wan": "CASE capital_currency WHEN 'CNY' THEN capital_wan END",
    "industry_class_id": "industry_class_id",
    "confirmed_at": "confirmed_at",
}
INSERT = f"INSERT INTO {LINE} (enterprise_id, {', '.join(COPIES)}) SELECT id, {', '.join(COPIES.values())}"
# The old and the new rows of a statement come by one name, so that one function serves all three events.
ENTERPRISES = f"""CREATE FUNCTION portal_enterprises_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        {INSERT} FROM changed ORDER BY id;
        PERFORM portal_mark_lines(array(SELECT id FROM changed WHERE industry_class_id IS NOT NULL ORDER BY id));
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {LINE} WHERE enterprise_id IN (SELECT id FROM changed);
    ELSE
        UPDATE {LINE} AS line SET {", ".join(f"{name} = fresh.{name}" for name in COPIES)}
        FROM (SELECT id, {", ".join(f"{value} AS {name}" for name, value in COPIES.items())} FROM changed) AS fresh
        WHERE line.enterprise_id = fresh.id
          AND ({", ".join(f"line.{name}" for name in COPIES)})
            IS DISTINCT FROM ({", ".join(f"fresh.{name}" for name in COPIES)});
        PERFORM portal_mark_lines(array(SELECT changed.id FROM changed JOIN before USING (id)
            WHERE changed.industry_class_id IS DISTINCT FROM before.industry_class_id ORDER BY id));
    END IF;
    RETURN NULL; END $$"""


def changed(function: str, name: str, statement: str) -> str:
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM {function}(array({statement}));
        RETURN NULL; END $$"""


KEYS = "SELECT DISTINCT enterprise_id FROM changed ORDER BY 1"
BOTH = "SELECT enterprise_id FROM changed UNION SELECT enterprise_id FROM before ORDER BY 1"
RECLASSED = """SELECT e.id FROM changed JOIN before USING (id)
    JOIN enterprises_enterprise e ON e.industry_class_id = changed.id
    WHERE (changed.code, changed.section) <> (before.code, before.section) ORDER BY e.id"""
REFERENCING = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS changed",
    "DELETE": "OLD TABLE AS changed",
}


def trigger(table: str, event: str, function: str) -> str:
    return f"""CREATE TRIGGER register_line_{event.lower()} AFTER {event} ON enterprises_{table}
        REFERENCING {REFERENCING[event]} FOR EACH STATEMENT EXECUTE FUNCTION {function}()"""


MARKING = ("registration", "statusevent", "qualification", "enterprisetag")
FUNCTIONS = (
    *(FOLDED, GRAMS, MARKS, NAMED, ENTERPRISES),
    changed("portal_mark_lines", "portal_marks_changed", KEYS),
    changed("portal_mark_lines", "portal_marks_moved", BOTH),
    changed("portal_name_lines", "portal_names_changed", KEYS),
    changed("portal_name_lines", "portal_names_moved", BOTH),
    changed("portal_mark_lines", "portal_classes_changed", RECLASSED),
)
TRIGGERS = (
    *(trigger("enterprise", event, "portal_enterprises_changed") for event in REFERENCING),
    *(trigger(table, event, "portal_marks_changed") for table in MARKING for event in ("INSERT", "DELETE")),
    *(trigger(table, "UPDATE", "portal_marks_moved") for table in MARKING),
    *(trigger("enterpriseformername", event, "portal_names_changed") for event in ("INSERT", "DELETE")),
    trigger("enterpriseformername", "UPDATE", "portal_names_moved"),
    trigger("industryclass", "UPDATE", "portal_classes_changed"),
)
# In one go, so that no line is written twice.
FILL = f"""INSERT INTO {LINE} (enterprise_id, {", ".join(COPIES)}, former_names, marks)
    SELECT e.id, {", ".join(COPIES.values())},
        coalesce(former.names, ''), coalesce(found.marks, '{{}}')
    FROM enterprises_enterprise AS e
    LEFT JOIN portal_marks(array(SELECT id FROM enterprises_enterprise)) AS found ON found.enterprise_id = e.id
    LEFT JOIN (SELECT enterprise_id, string_agg(portal_folded(name_zh), chr(10) ORDER BY id) AS names
        FROM enterprises_enterpriseformername GROUP BY enterprise_id) AS former ON former.enterprise_id = e.id
    ORDER BY e.id"""
INDEXES = (
    f"CREATE UNIQUE INDEX register_line_number ON {LINE} (number)",
    f"CREATE INDEX register_line_number_begun ON {LINE} (number varchar_pattern_ops)",
    f"CREATE INDEX register_line_credit_code ON {LINE} (credit_code varchar_pattern_ops)",
    f"""CREATE INDEX register_line_old_number ON {LINE} (old_registration_number varchar_pattern_ops)
        WHERE old_registration_number <> ''""",
    # Pages of the whole list are turned by these alone, without the table.
    f"CREATE INDEX register_line_in_order ON {LINE} (number) INCLUDE (confirmed_at, enterprise_id)",
    f"CREATE INDEX register_line_name ON {LINE} (name_zh, number) INCLUDE (confirmed_at, enterprise_id)",
    f"""CREATE INDEX register_line_established ON {LINE} (established_on DESC NULLS LAST, number)
        INCLUDE (confirmed_at, enterprise_id)""",
    f"""CREATE INDEX register_line_capital ON {LINE} (capital_cny_wan DESC NULLS LAST, number)
        INCLUDE (confirmed_at, enterprise_id)""",
    f"CREATE INDEX register_line_terms ON {LINE} USING gin (({NAMES_TERMS}), marks)",
    # The commonest terms are known one by one: guesses of how many lines a search finds depend on it.
    "ALTER INDEX register_line_terms ALTER COLUMN 1 SET STATISTICS 500",
)
CREATE = (COLUMNS, *FUNCTIONS, FILL, *TRIGGERS, *INDEXES)
DROP = tuple(
    f"DROP FUNCTION portal_{name} CASCADE"
    for name in (
        *("enterprises_changed()", "marks_changed()", "marks_moved()", "names_changed()", "names_moved()"),
        *("classes_changed()", "mark_lines(bigint[])", "marks(bigint[])", "name_lines(bigint[])"),
        *("grams(text)", "folded(text)"),
    )
)
