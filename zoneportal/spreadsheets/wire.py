"""What the reading child writes and its parent reads: lines of JSON, so that nothing in them can run.

First line the facts about the sheet, then a line for each row, then `{"rows": n}`; or a line `{"refused": …}`
anywhere, which ends the story. A story without its end is no result.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from zoneportal.messages import Refused

Cell = str | int | float | bool | date | datetime | None


def encode_row(row: list[Any]) -> str:
    return json.dumps(row, default=_tagged, ensure_ascii=True, separators=(",", ":"))


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    raise TypeError(type(value))


def decode_row(line: bytes) -> list[Cell]:
    return json.loads(line, object_hook=_untagged)


def _untagged(tagged: dict[str, str]) -> date | datetime:
    if "datetime" in tagged:
        return datetime.fromisoformat(tagged["datetime"])
    return date.fromisoformat(tagged["date"])


def refusal(refused: Refused) -> str:
    return json.dumps({"refused": refused.message, "params": refused.params})


def read_story(lines: Iterator[bytes] | IO[bytes]) -> tuple[dict[str, Any], list[list[Cell]]] | None:
    """Facts and rows, or None when the child died before the end; raises what the child refused."""
    facts: dict[str, Any] | None = None
    rows: list[list[Cell]] = []
    for line in lines:
        if line.startswith(b"["):
            rows.append(decode_row(line))
            continue
        if not line.endswith(b"\n"):
            return None
        told = json.loads(line)
        if "refused" in told:
            raise Refused(told["refused"], **told["params"])
        if "rows" in told:
            return (facts, rows) if facts is not None and told["rows"] == len(rows) else None
        facts = told
    return None
