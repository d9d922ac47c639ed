"""The watch-list of above designated size as rows and as a workbook. Confidential: it says what enterprises report."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stats.above_scale import PLACES
from stats.queries.scale_standings import Standing
from stats.tables import unit_name
from zoneportal.messages import N_
from zoneportal.numbers import display, round_half_up
from zoneportal.spreadsheets.handing_out.workbooks import Book

ORDER = list(PLACES)
HEADERS = (
    N_("Zone number"),
    N_("Enterprise"),
    N_("Industry"),
    N_("Where it stands"),
    N_("Share of the line (%)"),
    N_("Line"),
    N_("Values of"),
    N_("Above scale in the frozen year"),
)
WIDTHS = (14, 36, 24, 24, 14, 20, 10, 14)


@dataclass(frozen=True)
class Row:
    place: str  # code in stats.above_scale.PLACES
    number: str
    enterprise: str
    industry: str
    share: Decimal  # per cent of the line
    line: str
    year: int | None
    is_above: bool

    @property
    def place_name(self) -> str:
        return _(PLACES[self.place])

    @property
    def shown(self) -> list[str]:
        """In the order of HEADERS."""
        above = _("yes") if self.is_above else _("no")
        named = [self.number, self.enterprise, self.industry, self.place_name]
        return [*named, display(self.share, 1), self.line, str(self.year or ""), above]


def rows_of(found: Iterable[Standing], near: Decimal) -> list[Row]:
    """Those of whom it can be said, from well above the line to well below it, nearest to the line in each place."""
    rows = [_row(each, place) for each in found if (place := each.status.place(near))]
    return sorted(rows, key=lambda row: (ORDER.index(row.place), abs(row.share - 100), row.number))


def _row(standing: Standing, place: str) -> Row:
    entry, threshold = standing.entry, standing.status.threshold
    unit = unit_name(threshold.unit.code, get_language() or "")
    return Row(
        place=place,
        number=entry.enterprise.number,
        enterprise=entry.enterprise.name,
        industry=str(entry.industry_class),
        share=round_half_up((standing.status.ratio or Decimal(0)) * 100, 1),
        line=f"{threshold.minimum.normalize():,f} {unit}",
        year=standing.value_year,
        is_above=entry.is_above_scale,
    )


def as_workbook(found: Sequence[Standing], near: Decimal) -> bytes:
    """One sheet for all parks; the park stands in the first column."""
    buffer = io.BytesIO()
    with Book(buffer) as book:
        sheet = book.sheet(_("Watch-list"))
        headers = [_("Park"), *(_(each) for each in HEADERS)]
        for place, (header, width) in enumerate(zip(headers, (18, *WIDTHS), strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, header, book.header)
        parks = {each.entry.enterprise.number: each.entry.park.name for each in found}
        for line, row in enumerate(rows_of(found, near), start=1):
            for place, text in enumerate([parks[row.number], *row.shown]):
                sheet.write_string(line, place, text)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()
