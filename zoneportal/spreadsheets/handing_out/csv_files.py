"""csv as Excel and WPS open it: UTF-8 with BOM, nothing in it ever runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from zoneportal.spreadsheets.handing_out.tables import Table
from zoneportal.spreadsheets.values import formulas

_PIECE = 64_000


def write(file: IO[bytes], table: Table) -> None:
    file.writelines(lines([table.headers], table.rows))


def lines(top: Iterable[Sequence[Any]], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The rows above and of the table, in pieces."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    yield "\ufeff".encode()
    for several in (top, rows):
        for row in several:
            writer.writerow([_cell(value) for value in row])
            if buffer.tell() > _PIECE:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return formulas.escape(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return format(value, ".15g")  # the digits that a spreadsheet program keeps and shows
    return value.isoformat() if isinstance(value, date) else str(value)
