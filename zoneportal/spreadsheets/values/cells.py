"""Raw cells become values: text, codes, amounts, years, dates, choices. A cell that is wrong is refused."""

import math
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from zoneportal.characters import CONTROL, compact, half_width, visible
from zoneportal.messages import N_, Refused
from zoneportal.numbers import check_digits
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.years import FIRST_YEAR, LAST_YEAR

# What people write where nothing is to be written. What such a cell means is said by each column.
BLANK_WORDS = frozenset(("", "—", "——", "-", "--", "–", "/", "\\", "…", "……", "...", "N/A", "NA", "无", "暂无"))
LONGEST_BLANK = max(map(len, BLANK_WORDS))
YES = frozenset(("是", "有", "√", "✓", "yes", "y", "true", "1"))
NO = frozenset(("否", "无", "×", "✗", "no", "n", "false", "0"))

CONTROL_CHARACTER = N_("This text contains a control character (%(code)s). Delete it and type the text again.")
DAMAGED_TEXT = N_("This text is damaged: it contains the sign �. Type it again.")
TOO_LONG = N_("This text has %(length)s characters; at most %(limit)s fit.")
FORMULA_ERROR = N_(
    "The formula in this cell has an error or was never calculated (%(value)s). "
    "Correct it, open the file in WPS or Excel and save it again."
)
NUMBER_AS_CODE = N_(
    "This code is stored as a number (%(value)s). A spreadsheet program keeps only 15 digits of a number and "
    "drops leading zeros. Format the column as text and enter the code again from the document."
)
NOT_A_NUMBER = N_("“%(value)s” is not a number. Write digits only, like 1234.5 or 1,234.5.")
BRACKETED_NUMBER = N_("“%(value)s” stands in brackets. If it is negative, write it with a minus sign.")
NOT_WHOLE = N_("“%(value)s” is not a whole number.")
NOT_A_YEAR = N_("“%(value)s” is not a year. Write four digits from %(first)s to %(last)s, like 2017.")
NOT_A_DATE = N_("“%(value)s” is not a date. Write it like 2015-02-04 or 2015年2月4日.")
DATE_OUT_OF_RANGE = N_("The date %(value)s is out of range. The year must lie between %(first)s and %(last)s.")
NOT_YES_OR_NO = N_("“%(value)s” is neither yes nor no. Write 是 or 否.")
NOT_A_CHOICE = N_("“%(value)s” is not one of the choices: %(choices)s.")

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]?00:00(?::00)?)?"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]"),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
)
_FORMULA_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"))


def is_blank(cell: Cell, words: Collection[str] = frozenset(("",))) -> bool:
    """True for an empty cell and for the words that mean the same in this column (BLANK_WORDS)."""
    if cell is None:
        return True
    if not isinstance(cell, str) or (len(cell) > LONGEST_BLANK and cell.isalnum()):
        return False  # letters and digits only: as long as it looks
    return compact(cell).upper() in words


def text(cell: Cell, limit: int | None = None) -> str:
    """The text as it is read: stripped, without zero-width and bidirectional controls, line breaks as \\n."""
    if limit is None and isinstance(cell, str) and (cell.isalnum() or _is_clean(cell)):
        return cell
    shown = visible(_as_text(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()
    control = CONTROL.search(shown)
    if control:
        raise Refused(CONTROL_CHARACTER, code=f"U+{ord(control[0]):04X}")
    if "\ufffd" in shown:
        raise Refused(DAMAGED_TEXT)
    if limit is not None and len(shown) > limit:
        raise Refused(TOO_LONG, length=len(shown), limit=limit)
    return shown


def _is_clean(cell: str) -> bool:
    """Nothing to strip, nothing invisible (no control, no break), no sign of damage, no error of a formula."""
    return cell.isprintable() and cell[:1] not in " #" and cell[-1:] != " " and "\ufffd" not in cell


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return format(_from_number(cell), "f")
    if isinstance(cell, date):
        return cell.isoformat()
    if cell.strip() in _FORMULA_ERRORS:
        raise Refused(FORMULA_ERROR, value=cell.strip())
    return cell


def code(cell: Cell) -> str:
    """A code kept as text: half width, no spaces, capitals. A number cell has lost digits and is refused."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        raise Refused(NUMBER_AS_CODE, value=cell)
    written = compact(text(cell)).upper()
    if _SCIENTIFIC.fullmatch(written):
        raise Refused(NUMBER_AS_CODE, value=written)
    return written


def decimal(cell: Cell) -> Decimal | None:
    """An amount without its unit; None for an empty cell. Never by way of binary arithmetic."""
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    if not isinstance(cell, str):
        raise Refused(NOT_A_NUMBER, value=cell)
    written = compact(text(cell))
    if written.startswith("(") and _NUMBER.fullmatch(written.strip("()")):
        raise Refused(BRACKETED_NUMBER, value=written)
    if not _NUMBER.fullmatch(written):
        raise Refused(NOT_A_NUMBER, value=cell.strip())
    return check_digits(Decimal(written.replace(",", "")))


def _from_number(cell: int | float) -> Decimal:
    """The 15 digits a spreadsheet program keeps and shows: 0.30000000000000004 is 0.3 to its author."""
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Refused(NOT_A_NUMBER, value=cell)
    shown = check_digits(Decimal(cell if isinstance(cell, int) else f"{cell:.15g}"))
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown


def integer(cell: Cell) -> int | None:
    number = decimal(cell)
    if number is None:
        return None
    if number != int(number):
        raise Refused(NOT_WHOLE, value=cell)
    return int(number)


def year(cell: Cell) -> int | None:
    """2017, "2017" or "2017年", from FIRST_YEAR to LAST_YEAR."""
    written = compact(cell).removesuffix("度").removesuffix("年") if isinstance(cell, str) else cell
    if is_blank(written):
        return None
    try:
        found = integer(written)
    except Refused:
        found = None
    if found is None or not FIRST_YEAR <= found <= LAST_YEAR:
        raise Refused(NOT_A_YEAR, value=cell, first=FIRST_YEAR, last=LAST_YEAR)
    return found


def day(cell: Cell, has_1904_dates: bool = False) -> date | None:
    """A date from a date cell, a text (2015-02-04, 2015/2/4, 2015.2.4, 20150204, 2015年2月4日) or a serial."""
    if is_blank(cell):
        return None
    found = _day(cell, has_1904_dates)
    if found is None:
        raise Refused(NOT_A_DATE, value=cell)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused(DATE_OUT_OF_RANGE, value=found.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    return found


def _day(cell: Cell, has_1904_dates: bool) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell, has_1904_dates)
    if not isinstance(cell, str):
        return None
    for shape in _DATES:
        parts = shape.fullmatch(compact(text(cell)))
        if parts:
            return _calendar_day(*map(int, parts.groups()))
    return None


def _of_number(cell: int | float, has_1904_dates: bool) -> date | None:
    """20150204 typed as a number, else a serial: days since 1899-12-30 (1904-01-01 on old Macs)."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    whole = int(cell)
    if 19_000_101 <= whole <= 99_991_231:
        return _calendar_day(whole // 10_000, whole // 100 % 100, whole % 100) if whole == cell else None
    # Serials of 60 and less fall on the 29 February 1900 that never was: nobody's date.
    if not 60 < whole < 100_000:
        return None
    return (date(1904, 1, 1) if has_1904_dates else date(1899, 12, 30)) + timedelta(days=whole)


def _calendar_day(year_: int, month: int, day_: int) -> date | None:
    try:
        return date(year_, month, day_)
    except ValueError:
        return None


def boolean(cell: Cell) -> bool | None:
    """是/否, yes/no, 1/0, a logical cell; None for an empty one."""
    if is_blank(cell):
        return None
    word = compact(text(cell)).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Refused(NOT_YES_OR_NO, value=cell)


def choice(cell: Cell, choices: Mapping[str, Collection[str]]) -> str:
    """The code whose labels (or the code itself) the cell names; "" for an empty cell.

    `choices` is {"active": ["存续", "在业", "active"], …}, the label to be offered first.
    """
    written = half_width(compact(text(cell))).casefold()
    if not written:
        return ""
    for key, labels in choices.items():
        if written in {compact(label).casefold() for label in (key, *labels)}:
            return key
    offered = "、".join(next(iter(labels), key) for key, labels in choices.items())
    raise Refused(NOT_A_CHOICE, value=text(cell), choices=offered)
