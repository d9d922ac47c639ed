"""Cells that only a register has: credit codes, registered capital, industry codes."""

from dataclasses import replace
from typing import Any

from enterprises import capital, classification, credit_code
from enterprises.models import IndustryClass
from enterprises.models.industry import GBT4754_2017
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.sheets.references import Reference
from zoneportal.spreadsheets.sheets.widgets import CODE_AS_NUMBER, NO_HINTS, Hints, Quantity, SheetWidget
from zoneportal.spreadsheets.values import cells

NO_SUCH_INDUSTRY = N_("“%(value)s” is not an industry of GB/T 4754-2017. Look the code up in the standard.")
NO_SUCH_INDUSTRY_NEAR = N_("“%(value)s” is not an industry of GB/T 4754-2017. Near it are: %(near)s.")
BARE_AMOUNT = N_("A number in another unit than the header says, or two amounts in one cell.")
OLD_EDITION = N_("A code of an older edition of the standard, or several codes in one cell. Take the main one only.")
OFFERED = 6


class CreditCode(SheetWidget):
    """Gives a `credit_code.Found`: a code, or an old registration number, or neither."""

    takes_codes = True
    example = "91140499MA00000013"
    pitfall = CODE_AS_NUMBER

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> credit_code.Found:
        return credit_code.read(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return (value.code if isinstance(value, credit_code.Found) else value) or None


class CapitalAmount(Quantity):
    """Gives a `capital.Capital`; its currency is "" where the cell states none."""

    repeats = True
    takes_words = True
    pitfall = BARE_AMOUNT

    def clean(self, value: Cell, row: Any = None, *, hints: Hints = NO_HINTS, **kwargs: Any) -> capital.Capital:
        found = capital.parse(value, hints.unit)
        return replace(found, currency="") if _is_bare(value) else found


def _is_bare(value: Cell) -> bool:
    try:
        return cells.decimal(value) is not None
    except Refused:
        return False


class IndustryReference(Reference):
    """An entry of GB/T 4754 by its code, with or without the section letter in front, or by its name."""

    takes_codes = True
    example = "2442"
    pitfall = OLD_EDITION
    entry_headers = (N_("Code"), N_("Industry (GB/T 4754-2017)"))

    def __init__(self) -> None:
        super().__init__(IndustryClass, ("code", "name_zh"), edition=GBT4754_2017)

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        try:
            parsed = classification.parse(value)
        except Refused:
            if not isinstance(value, str) or value.strip()[:1].isascii():
                raise
            return super().clean(value)
        found = self.found.get(parsed.code.casefold()) if parsed else None
        if found is None:
            raise self._no_such(str(value).strip(), parsed.code if parsed else "")
        return found

    def entries(self) -> list[tuple[str, ...]]:
        named = {entry.code: entry.name_zh for entry in self.found.values() if entry}
        return [(code, named.get(code, "")) for code in self.choices]

    def _no_such(self, written: str, code: str) -> Refused:
        """2760, a class of an older edition, lies near 2761 and 2762."""
        group = [entry for entry in self.found.values() if entry and entry.code[:3] == code[:3] and len(code) > 2]
        near = sorted({f"{entry.code} {entry.name_zh}" for entry in group})[:OFFERED]
        if not near:
            return Refused(NO_SUCH_INDUSTRY, value=written)
        return Refused(NO_SUCH_INDUSTRY_NEAR, value=written, near="、".join(near))
