"""The physical limit of an import: python-calamine reads, and the rows go by executemany (SQLite) or COPY (PostgreSQL)
into the real tables, `enterprise` and `registration`, in one transaction with the counter of the zone numbers.

The tables have their keys, rules and triggers, so the lines of the register are written too. Nothing is checked,
nothing is looked for, no history is kept, no job, no preview: one dictionary each turns park and class into keys.
`python -m bench.sheets.limit FILE [--history]`; with `--fill ROWS` in place of the file the rows are invented.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import django

ENTERPRISE = (
    *("id", "number", "name_zh", "name_en", "credit_code", "old_registration_number", "legal_form"),
    *("established_on", "capital_wan", "capital_currency", "business_scope", "address", "industry_class_id"),
    *("is_headquarters_economy", "is_representative", "is_sample"),
)
REGISTRATION = ("enterprise_id", "park_id", "start_on", "end_reason")
Record = tuple[Any, ...]


def of_file(path: str) -> Iterator[tuple]:
    from python_calamine import CalamineWorkbook

    yield from CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]


def of_nothing(count: int) -> Iterator[tuple]:
    from bench.sheets.invented import cells, enterprises

    return map(cells, enterprises(count))


def records(rows: Iterable[tuple]) -> tuple[list[Record], list[Record]]:
    from bench.sheets.invented import amount_of
    from enterprises.models import Enterprise, IndustryClass
    from parks.models import Park

    parks = dict(Park.objects.values_list("name_zh", "pk"))
    classes = dict(IndustryClass.objects.values_list("code", "pk"))
    last = Enterprise.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    firms, stays = [], []
    for key, (name, code, park, entered_on, capital, industry, established_on, address) in enumerate(rows, last + 1):
        what = (key, f"E{key:06d}", name, "", code, "", "", established_on, *amount_of(capital), "", address)
        firms.append((*what, classes[industry], False, False, False))
        stays.append((key, parks[park], entered_on, ""))
    return firms, stays


def write(firms: list[Record], stays: list[Record]) -> None:
    from django.db import connection, transaction

    insert = _copied if connection.vendor == "postgresql" else _executed
    with transaction.atomic():
        insert("enterprises_enterprise", ENTERPRISE, firms)
        insert("enterprises_registration", REGISTRATION, stays)
        with connection.cursor() as cursor:
            insert_series = "INSERT INTO enterprises_numberseries (name, last) VALUES ('enterprise', %s)"
            cursor.execute(f"{insert_series} ON CONFLICT (name) DO UPDATE SET last = excluded.last", [firms[-1][0]])
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval('enterprises_enterprise_id_seq', %s)", [firms[-1][0]])


def _executed(table: str, columns: tuple[str, ...], rows: list[Record]) -> None:
    from django.db import connection

    places = ", ".join("?" * len(columns))
    texts = ([value.isoformat() if isinstance(value, date) else value for value in row] for row in rows)
    connection.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", texts)


def _copied(table: str, columns: tuple[str, ...], rows: list[Record]) -> None:
    from django.db import connection

    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def remember() -> None:
    """The history of all that is there by one statement a table: what the limit leaves out."""
    from django.db import connection, transaction

    from enterprises.models import Enterprise, Registration

    with transaction.atomic(), connection.cursor() as cursor:
        for model in (Enterprise, Registration):
            copied = ", ".join(field.column for field in model.history.model.tracked_fields)
            into = f"INSERT INTO {model.history.model._meta.db_table} ({copied}, history_type, history_date)"
            cursor.execute(f"{into} SELECT {copied}, '+', CURRENT_TIMESTAMP FROM {model._meta.db_table}")


def main(words: list[str]) -> None:
    from bench.sheets.measuring import Work, tell

    rows = of_nothing(int(words[1])) if words[0] == "--fill" else of_file(words[0])
    with Work() as work:
        write(*records(rows))
        if "--history" in words:
            remember()
    tell(**work.told())


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
