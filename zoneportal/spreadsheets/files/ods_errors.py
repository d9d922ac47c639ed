"""Formula errors in an ods workbook. The reader gives them as blank or as 0, and both mean something else."""

import re
import zipfile

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files import sheet_parts
from zoneportal.spreadsheets.files.archives import DAMAGED

FORMULA_ERROR = N_(
    "A formula in this workbook has an error (%(value)s). Correct it, or save the workbook as .xlsx, and send it again."
)

_CONTENT = "content.xml"
_ERROR = re.compile(
    rb"<table:table-cell\b[^>]*\btable:formula=[^>]*>\s*<text:p>(#[A-Z0-9/]{2,12}[!?]|#N/A|Err:[0-9]{3})</text:p>"
)


def check(archive: zipfile.ZipFile) -> None:
    """Errors: Refused for the first formula error in any sheet."""
    if _CONTENT not in archive.namelist():
        raise Refused(DAMAGED)
    for piece in sheet_parts.pieces(archive, _CONTENT):
        if found := _ERROR.search(piece):
            raise Refused(FORMULA_ERROR, value=found[1].decode())
