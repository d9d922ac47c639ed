"""What stands round a table: titles and the unit row above it, totals, repeated headers and footnotes in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import Unit, find_unit, unit_of
from zoneportal.spreadsheets.files.wire import Cell, written

TITLE = N_("title, group or remark above the header")
UNIT_ROW = N_("units of the columns")
NUMBER_ROW = N_("numbers of the columns")
REPEATED = N_("header repeated")
TOTAL = N_("total")
FOOTNOTE = N_("footnote")

TWO_UNITS = N_("The unit row names two units for the same columns: %(first)s and %(second)s. Keep one.")

_UNIT = re.compile(r"(?:计量|金额|货币|数据)?单位[::](?P<units>.+)")
# A unit row that names the reporting office (单位：某公司) is a title; one of these makes it a unit.
_LOOKS_LIKE_UNIT = re.compile(r"元|亩|公顷|平方|米|吨|美金|币|%|yuan", re.IGNORECASE)
_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|total|subtotal|sum)[::]?", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(注|备注|说明|附注|注释|note|notes|remark|remarks)\d*[::].*|[*※].+", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}[.、)].+")
_SIGNATURE = re.compile(
    r"(填表人|制表人|填报人|审核人|负责人|单位负责人|统计负责人|联系电话|填报日期|制表日期|报出日期)[::].*"
)
_FIRST_SIGNS = frozenset("合总小共累填制审负单统联报tsTS")  # how the first cell of a total or a signature can begin
_ORDINALS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Skipped:
    row: int
    reason: str
    text: str


@dataclass
class UnitRow:
    by_dimension: dict[str, Unit] = field(default_factory=dict)
    errors: list[Refused] = field(default_factory=list)


def above(rows: Sequence[list[Cell]]) -> list[Skipped]:
    """The rows above the header, none of which is data."""
    return [
        Skipped(number, UNIT_ROW if any(map(_units_named, filled)) else TITLE, _shown(row))
        for number, row in enumerate(rows, 1)
        if (filled := _filled(row))
    ]


def unit_row(rows: Sequence[list[Cell]]) -> UnitRow:
    """The units that rows above the header name: 单位：万元, or 计量单位：万元、家."""
    found = UnitRow()
    for row in rows:
        for text in _filled(row):
            _take_units(found, _units_named(text))
    return found


def _units_named(text: str) -> list[str]:
    """["万元", "家"] of 单位：万元、家; nothing where the text names no unit."""
    named = _UNIT.fullmatch(text)
    if not named or not (find_unit(named["units"]) or _LOOKS_LIKE_UNIT.search(named["units"])):
        return []
    return re.split(r"[、,;/和及]", named["units"])


def _take_units(found: UnitRow, named: list[str]) -> None:
    for name in named:
        try:
            unit = unit_of(name)
        except Refused as refused:
            found.errors.append(refused)
            continue
        other = found.by_dimension.setdefault(unit.dimension, unit)
        if other != unit:
            found.errors.append(Refused(TWO_UNITS, first=other.name_zh, second=unit.name_zh))


class Below:
    """The data rows below the header, one after another; what is passed over among them is in `skipped`.

    `units`, by column, come from a row of units under the header: known with the first data row.
    """

    def __init__(self, rows: Iterable[list[Cell]], header: list[Cell], number: int) -> None:
        """`number` is that of the first of the rows."""
        self.skipped: list[Skipped] = []
        self.units: dict[int, str] = {}
        self._rows, self._header, self._number = rows, _filled(header), number

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        is_first, has_notes = True, False
        for number, row in enumerate(self._rows, self._number):
            if not is_first and self._is_plain(row):
                yield number, row
                continue
            filled = _filled(row)
            if not filled:
                continue
            reason = _reason(filled, self._header, has_notes, is_first=is_first)
            if reason is None:
                is_first = False
                yield number, row
                continue
            has_notes = has_notes or reason == FOOTNOTE
            if reason == UNIT_ROW:
                self.units = {
                    place: compact(written(cell)).strip("()") for place, cell in enumerate(row) if cell is not None
                }
            self.skipped.append(Skipped(number, reason, _shown(row)))

    def _is_plain(self, row: list[Cell]) -> bool:
        """Two filled cells at the beginning, the first of which is no word of `_reason`: nearly every row."""
        if len(row) < 2 or row[1] is None or not isinstance(row[0], str):
            return False
        first, second = row[0][:1], row[1]
        if not first.isalnum() or first >= "\uff00" or first in _FIRST_SIGNS or first == self._header[0][:1]:
            return False
        return not isinstance(second, str) or second[:1].isalnum()


def _reason(filled: list[str], header: list[str], has_notes: bool, is_first: bool) -> str | None:
    """Why a row is no data row; None for a data row."""
    if is_first and all(find_unit(text.strip("()")) for text in filled):
        return UNIT_ROW
    if is_first and _numbers_columns(filled):
        return NUMBER_ROW
    if filled == header:
        return REPEATED
    if _TOTAL.fullmatch(filled[0]):
        return TOTAL
    if len(filled) == 1 and (_FOOTNOTE.fullmatch(filled[0]) or (has_notes and _NUMBERED.fullmatch(filled[0]))):
        return FOOTNOTE
    return FOOTNOTE if all(_SIGNATURE.fullmatch(text) for text in filled) else None


def _numbers_columns(filled: list[str]) -> bool:
    """甲 乙 1 2 3, as statistical forms number their columns."""
    letters = [text for text in filled if text in _ORDINALS]
    numbers = [text for text in filled if text.isascii() and text.isdigit()]
    return (
        len(filled) > 2
        and letters + numbers == filled
        and letters == list(_ORDINALS[: len(letters)])
        and [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
    )


def _filled(row: list[Cell]) -> list[str]:
    """The filled cells without any white space, the way labels are compared."""
    texts = (compact(cell) if isinstance(cell, str) else written(cell) for cell in row if cell is not None)
    return [text for text in texts if text]


def _shown(row: list[Cell]) -> str:
    return " ".join(written(cell).strip() for cell in row if cell is not None)[:200]
