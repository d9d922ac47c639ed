"""The lines of the register on SQLite: plain columns, compared as they are."""

from zoneportal.characters import FOLDS

LINE = "enterprises_registerline"
COPIED = (
    *("number", "name_zh", "credit_code", "old_registration_number", "established_on"),
    *("industry_class_id", "confirmed_at"),
)
A_STEP = 10
WATCHED = ", ".join([*COPIED, "name_en", "capital_wan", "capital_currency"])


def quoted(text: str) -> str:
    codes = ", ".join(str(ord(sign)) for sign in text)
    return f"char({codes})" if not text.isascii() or not text.isprintable() or text == "'" else f"'{text}'"


def folded(column: str) -> str:
    """zoneportal.characters.folded in SQL; `lower` knows the capitals of ASCII only, which is what is wanted.

    In steps, since the parser takes no deep nesting, and only where there is anything to fold: most names have nothing,
    and the steps take forty times as long as the look.
    """
    pairs = [(sign, plain) for sign, plain in FOLDS.items() if not "A" <= sign <= "Z"]
    steps = [f"step0 AS (SELECT lower({column}) AS text)"]
    for first in range(0, len(pairs), A_STEP):
        expression = "text"
        for sign, plain in pairs[first : first + A_STEP]:
            expression = f"replace({expression}, {quoted(sign)}, {quoted(plain)})"
        steps.append(f"step{len(steps)} AS (SELECT {expression} AS text FROM step{len(steps) - 1})")
    stepwise = f"(WITH {', '.join(steps)} SELECT text FROM step{len(steps) - 1})"
    return f"CASE WHEN {column} GLOB '*[{''.join(sign for sign, _plain in pairs)}]*' THEN {stepwise} ELSE lower({column}) END"


def copies(row: str) -> dict[str, str]:
    """What stands in a line, by the row of the enterprise (NEW in a trigger)."""
    return {name: f"{row}.{name}" for name in COPIED} | {
        "names": f"{folded(f'{row}.name_zh')} || char(10) || {folded(f'{row}.name_en')}",
        "capital_cny_wan": f"CASE {row}.capital_currency WHEN 'CNY' THEN {row}.capital_wan END",
    }


def former_names(enterprise: str) -> str:
    return f"""coalesce((SELECT group_concat({folded("name_zh")}, char(10)) FROM enterprises_enterpriseformername
        WHERE enterprise_id = {enterprise}), '')"""


def former_trigger(event: str, *rows: str) -> str:
    updates = [
        f"""UPDATE {LINE} SET former_names = {former_names(f"{row}.enterprise_id")}
        WHERE enterprise_id = {row}.enterprise_id;"""
        for row in rows
    ]
    return f"""CREATE TRIGGER register_line_former_{event} AFTER {event} ON enterprises_enterpriseformername BEGIN
        {" ".join(updates)} END"""


NEW, STORED = copies("NEW"), copies("enterprises_enterprise")
CREATE = (
    f"""INSERT INTO {LINE} (enterprise_id, former_names, {", ".join(STORED)})
        SELECT id, {former_names("enterprises_enterprise.id")}, {", ".join(STORED.values())}
        FROM enterprises_enterprise""",
    f"""CREATE TRIGGER register_line_insert AFTER INSERT ON enterprises_enterprise BEGIN
        INSERT INTO {LINE} (enterprise_id, former_names, {", ".join(NEW)})
        VALUES (NEW.id, '', {", ".join(NEW.values())}); END""",
    f"""CREATE TRIGGER register_line_update AFTER UPDATE OF {WATCHED} ON enterprises_enterprise BEGIN
        UPDATE {LINE} SET {", ".join(f"{name} = {value}" for name, value in NEW.items())}
        WHERE enterprise_id = NEW.id; END""",
    f"""CREATE TRIGGER register_line_delete AFTER DELETE ON enterprises_enterprise BEGIN
        DELETE FROM {LINE} WHERE enterprise_id = OLD.id; END""",
    former_trigger("insert", "NEW"),
    MOVED_NAME := former_trigger("update", "OLD", "NEW"),
    former_trigger("delete", "OLD"),
    f"CREATE UNIQUE INDEX register_line_number ON {LINE} (number)",
    f"CREATE INDEX register_line_credit_code ON {LINE} (credit_code)",
    f"CREATE INDEX register_line_name ON {LINE} (name_zh, number)",
    f"CREATE INDEX register_line_established ON {LINE} (established_on DESC, number)",
    f"CREATE INDEX register_line_capital ON {LINE} (capital_cny_wan DESC, number)",
)
RENEW = tuple(
    each
    for create in CREATE
    if create.startswith("CREATE TRIGGER")
    for each in (f"DROP TRIGGER {create.split()[2]}", create)
)
DROP = (
    *(f"DROP TRIGGER register_line_{event}" for event in ("insert", "update", "delete")),
    *(f"DROP TRIGGER register_line_former_{event}" for event in ("insert", "update", "delete")),
)
