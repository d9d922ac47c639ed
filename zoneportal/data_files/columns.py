"""The columns of a public table, declared once: files, their schemas and the interface for programs follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

Value = str | int | bool | Decimal | date | None
Row = Mapping[str, Any]  # by the names of its columns


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"  # fixed words, the same in every language
    NUMBER = "number"  # exact: Decimal, or None where a mark stands
    INTEGER = "integer"
    DAY = "day"
    YES_NO = "yes_no"
    ADDRESS = "address"  # absolute


@dataclass(frozen=True)
class Column:
    """`heading` and `meaning` are English, to be translated."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    width: int = 14  # in characters, of a column in a workbook
    choices: tuple[str, ...] = ()
    is_key: bool = False
