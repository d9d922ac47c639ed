"""The register as a workbook: `python -m bench.sheets.outward ours|bare FILE`.

`bare` is XlsxWriter in constant memory, fed from one cursor with the cells of the same columns; nothing else.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import django

TAGS = """(SELECT {joined} FROM enterprises_enterprisetag link
    JOIN enterprises_industrytag tag ON tag.id = link.industry_id WHERE link.enterprise_id = e.id AND {which})"""
JOINED = {"sqlite": "group_concat(tag.name_zh, '、')", "postgresql": "string_agg(tag.name_zh, '、')"}
BARE = """SELECT e.number, e.name_zh, e.name_en, e.credit_code, e.old_registration_number, e.legal_form,
    e.established_on, e.capital_wan, e.capital_currency, e.business_scope, e.address, class.code,
    park.name_zh, stay.start_on, {leading}, {strategic}, {main},
    CASE WHEN e.is_headquarters_economy THEN '是' ELSE '否' END,
    CASE WHEN e.is_representative THEN '是' ELSE '否' END
    FROM enterprises_enterprise e
    LEFT JOIN enterprises_industryclass class ON class.id = e.industry_class_id
    LEFT JOIN enterprises_registration stay ON stay.enterprise_id = e.id AND stay.end_on IS NULL
    LEFT JOIN parks_park park ON park.id = stay.park_id
    ORDER BY e.number"""
BARE_COLUMNS = 19


def rows() -> Iterator[tuple[Any, ...]]:
    from django.db import connection

    joined = JOINED[connection.vendor]
    kinds = {"leading": "tag.scheme = 'leading'", "strategic": "tag.scheme = 'strategic'", "main": "link.is_main"}
    tags = {name: TAGS.format(joined=joined, which=which) for name, which in kinds.items()}
    with connection.chunked_cursor() as cursor:
        cursor.execute(BARE.format(**tags))
        while some := cursor.fetchmany(2000):
            yield from some


def bare(path: Path) -> None:
    import xlsxwriter
    from django.db import connection

    days = {6, 13} if connection.vendor == "sqlite" else set()  # SQLite holds days as text
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows()):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if place in days and isinstance(value, str):
                sheet.write_datetime(number, place, date.fromisoformat(value), day)
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            else:
                sheet.write_number(number, place, value)
    book.close()


def ours(path: Path) -> None:
    from zoneportal.accounts.models import User
    from zoneportal.spreadsheets.handing_out import exporting

    user = User.objects.get(username="bench")
    with path.open("w+b") as file:
        exporting.export(sheet="enterprises", user=user, file=file, format="xlsx")


def main(who: str, name: str) -> None:
    from bench.sheets.measuring import Work, tell
    from zoneportal.spreadsheets.sheets import registry

    path = Path(name)
    columns = len(registry.of_name("enterprises")().columns)
    if columns != BARE_COLUMNS:
        sys.exit(f"the sheet has {columns} columns, the bare cursor {BARE_COLUMNS}")
    with Work() as work:
        {"ours": ours, "bare": bare}[who](path)
    tell(mb=path.stat().st_size / 1e6, **work.told())


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
