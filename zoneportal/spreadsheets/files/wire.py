"""What the reading child writes and its parent reads: lines of JSON, so that nothing in them can run.

First line the facts about the sheet, then a line for each row, then `{"rows": n}`; or a line `{"refused": …}`
anywhere, which ends the story. A story without its end is no result.
"""

import json
import os
import weakref
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from zoneportal.messages import Refused

_CHUNK = 1024 * 1024
_LONGEST_NUMBER = 24  # characters; 1E+300 is not written out
_LONGEST_END = 1024 * 1024  # a refusal names the sheets of a workbook

Cell = str | int | float | bool | date | datetime | None


def written(cell: Cell) -> str:
    """A cell as its author reads it. A workbook keeps every number as -80.0, and shows 15 digits of it at most."""
    if not isinstance(cell, float):
        return "" if cell is None else str(cell)
    short = f"{cell:.15g}"
    full = format(Decimal(short), "f")
    return full if len(full) <= _LONGEST_NUMBER else short


def encode_row(row: list[Any]) -> str:
    return _ENCODER.encode(row)


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    raise TypeError(type(value))


def decode_row(line: bytes) -> list[Cell]:
    return _DECODER.decode(line.decode("ascii"))


def _untagged(tagged: dict[str, str]) -> date | datetime:
    if "datetime" in tagged:
        return datetime.fromisoformat(tagged["datetime"])
    return date.fromisoformat(tagged["date"])


# Made once: `json.dumps` and `json.loads` make one for every row that has a date.
_ENCODER = json.JSONEncoder(default=_tagged, check_circular=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_hook=_untagged)


def refusal(refused: Refused) -> str:
    return json.dumps({"refused": refused.message, "params": refused.params})


class Rows:
    """The rows of a sheet, decoded one after another when asked for: they lie in a file, not in memory."""

    def __init__(self, file: IO[bytes], start: int, count: int) -> None:
        self._file, self._start, self._count = file, start, count
        weakref.finalize(self, file.close)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[Cell]]:
        for line in islice(_lines(self._file, self._start), self._count):
            yield decode_row(line)


def read_story(file: IO[bytes]) -> tuple[dict[str, Any], Rows] | None:
    """Facts and rows, or None when the child died before the end; raises what the child refused."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _LONGEST_END))
    *_lines_before, last, nothing = (b"\n" + file.read()).split(b"\n")[-3:]
    if nothing or not last.startswith((b'{"rows"', b'{"refused"')):
        return None
    end = json.loads(last)
    if "refused" in end:
        raise Refused(end["refused"], **end["params"])
    file.seek(0)
    first = file.readline()
    start = file.tell()
    if end["rows"] != sum(1 for _line in _lines(file, start)) - 1:
        return None
    return json.loads(first), Rows(file, start, end["rows"])


def _lines(file: IO[bytes], position: int) -> Iterator[bytes]:
    """The lines from a position on; several may be read at once, each from where it is."""
    rest = b""
    while chunk := os.pread(file.fileno(), _CHUNK, position):
        position += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
