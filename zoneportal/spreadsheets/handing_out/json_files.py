"""json for programs: numbers as numbers, codes as text, dates as YYYY-MM-DD, the keys the names of the columns."""

import json
from datetime import date
from decimal import Decimal
from typing import IO, Any

from zoneportal.spreadsheets.handing_out.tables import Table

FINGERPRINT = "fingerprint"


def write(file: IO[bytes], table: Table) -> None:
    head = {
        "sheet": table.name,
        "title": table.title,
        "exported_at": table.exported_at.isoformat(timespec="seconds"),
        "columns": [
            {"name": column.name, "header": column.header, "unit": column.unit.code if column.unit else None}
            for column in table.columns
        ],
    }
    names = [*(column.name for column in table.columns), FINGERPRINT]
    file.write(json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "rows": [')
    parted = b"\n"
    for row in table.rows:
        line = dict(zip(names, row, strict=True))
        file.write(parted + json.dumps(line, ensure_ascii=False, default=_plain).encode())
        parted = b",\n"
    file.write(b"\n]}\n")


def _plain(value: Any) -> Any:
    """Numbers have at most 15 digits (zoneportal.numbers), which a double gives back as they were."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
