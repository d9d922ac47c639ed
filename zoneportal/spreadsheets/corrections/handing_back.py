"""A sheet on its way back to who sent it: the annotated copy, or the rows that were refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets.corrections import annotating, error_marks, rejected
from zoneportal.spreadsheets.files.reading import Sheet, read
from zoneportal.spreadsheets.layout import headers
from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.values.rows import Finding


@dataclass(frozen=True)
class Returned:
    """What was handed back. `why` a fresh workbook ("" for the clerk's own), `lost`: what a copy could not keep."""

    why: str = ""
    lost: str = ""


def rejected_rows(
    *, content: bytes, resource: Any, findings: Iterable[Finding], file: IO[bytes], ending: str = ".xlsx"
) -> None:
    """The wrong and conflicting rows in the layout in which they came. Errors: Refused."""
    sheet, layout = _laid_out(content, resource)
    marks = error_marks.marks_of(findings, layout)
    if ending.lower() == ".csv":
        rejected.write_csv(file, sheet, layout, marks)
    else:
        rejected.write_xlsx(file, sheet, layout, marks)


def annotated_copy(*, content: bytes, resource: Any, findings: Iterable[Finding], file: IO[bytes]) -> Returned:
    """The clerk's own xlsx with marks in it; for anything else a fresh xlsx of the wrong rows. Errors: Refused."""
    sheet, layout = _laid_out(content, resource)
    marks = error_marks.marks_of(findings, layout)
    why = annotating.obstacle(content, sheet)
    if not why:
        try:
            lost = annotating.annotate(content, sheet, layout, marks, file)
            return Returned(lost=lost)
        except Refused as refused:
            why = gettext(refused.message) % refused.params
    file.seek(0)
    file.truncate()
    rejected.write_xlsx(file, sheet, layout, marks, [why])
    return Returned(why=why)


def _laid_out(content: bytes, resource: Any) -> tuple[Sheet, Layout]:
    sheet = read(content, resource.options.sheet)
    resource.prepare()  # some columns come with it: the lines of a form
    return sheet, headers.find(sheet.rows, [column.known_as() for column in resource.columns.values()])
