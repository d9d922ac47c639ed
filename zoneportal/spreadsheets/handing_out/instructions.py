"""The sheet 填写说明 of a template: what belongs into each column, an example, what often goes wrong."""

from collections.abc import Sequence

from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.handing_out.workbooks import Book
from zoneportal.spreadsheets.sheets.columns import Column

ADVICE = (
    N_("Fill in the first sheet, one record a row. Leave the header row as it is; columns may be moved or left out."),
    N_("Columns with a yellow header are needed for a new record."),
    N_("An empty cell leaves what is stored alone. A record that is not in the sheet stays as it is."),
    N_("Amounts are in the unit of the header. If yours are in another one, change the unit in the header."),
    N_("If there is a hidden column 校验码, leave it: by it the import tells what you changed."),
    N_("Upload the file under “Import”. Nothing is written before you have seen the result and confirmed it."),
)
HEADERS = (N_("Column"), N_("Needed"), N_("What belongs there"), N_("Example"), N_("Common mistakes"))
WIDTHS = (20, 14, 52, 26, 60)
ALWAYS, FOR_NEW, OPTIONAL = N_("in every sheet"), N_("for a new record"), N_("optional")


def write(book: Book, columns: Sequence[Column], needed: frozenset[str]) -> None:
    sheet = book.sheet(own_parts.INSTRUCTIONS_SHEET)
    title = book.style(bold=True, font_size=14)
    text = book.style(text_wrap=True, valign="top", border=1, border_color="#C8D3DA", num_format="@")
    sheet.hide_gridlines(2)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, gettext("How to fill in this sheet"), title)
    for number, sentence in enumerate(ADVICE, 1):
        sheet.write_string(number, 0, f"{number}. {gettext(sentence)}")
    top = len(ADVICE) + 2
    for place, header in enumerate(HEADERS):
        sheet.write_string(top, place, gettext(header), book.header)
    for number, column in enumerate(columns, top + 1):
        line = _line(column, needed)
        sheet.set_row(number, max(own_parts.height_of(said, width) for said, width in zip(line, WIDTHS, strict=True)))
        for place, said in enumerate(line):
            sheet.write_string(number, place, said, text)


def _line(column: Column, needed: frozenset[str]) -> tuple[str, str, str, str, str]:
    must = ALWAYS if column.is_required else FOR_NEW if column.name in needed else OPTIONAL
    pitfall = column.widget.pitfall
    return (
        column.header,
        gettext(must),
        column.requirement() or gettext("Text."),
        column.sample(),
        gettext(pitfall) if pitfall else "",
    )
