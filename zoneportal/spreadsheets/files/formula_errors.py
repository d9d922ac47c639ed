"""Formula errors in xlsx and ods. The reader gives them as empty cells or as 0, and both mean something else.

Only finds and names them; every value comes from the reader.
"""

import re
import zipfile
from collections.abc import Iterator

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files import sheet_parts
from zoneportal.spreadsheets.files.archives import DAMAGED
from zoneportal.spreadsheets.files.places import index_of

IN_ODS = N_(
    "A formula in this workbook has an error (%(value)s). Correct it, or save the workbook as .xlsx, and send it again."
)
NEVER_CALCULATED = "#CALC!"  # written by a program that does not calculate, and not opened in one that does

# What the reader knows; a sheet with any other one it does not read at all.
KNOWN = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))

_ERROR = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^>]*\bt="e")[^>]*>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]{0,20})</v>"
)
_EMPTY = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?![^>]*\bt="str")[^>]*>'
    rb"<f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"
)
_ODS_CONTENT = "content.xml"
_ODS_ERROR = re.compile(
    rb"<table:table-cell\b[^>]*\btable:formula=[^>]*>\s*<text:p>(#[A-Z0-9/]{2,12}[!?]|#N/A|Err:[0-9]{3})</text:p>"
)


def in_piece(piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, column), "#DIV/0!"), both from 0, for a piece of an xlsx sheet."""
    # The plain searches spare the ordinary sheet the slow ones.
    for letters, row, error in _ERROR.findall(piece) if b't="e"' in piece else ():
        yield (int(row) - 1, index_of(letters.decode())), error.decode()
    for letters, row in _EMPTY.findall(piece) if b"<f" in piece else ():
        yield (int(row) - 1, index_of(letters.decode())), NEVER_CALCULATED


def check_ods(archive: zipfile.ZipFile) -> None:
    """Errors: Refused for the first formula error in any sheet."""
    if _ODS_CONTENT not in archive.namelist():
        raise Refused(DAMAGED)
    for piece in sheet_parts.pieces(archive, _ODS_CONTENT):
        if found := _ODS_ERROR.search(piece):
            raise Refused(IN_ODS, value=found[1].decode())
