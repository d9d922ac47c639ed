"""Cells of an xlsx sheet that the reader of cells would die of or take for something else."""

import re

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files.archives import TAMPERED
from zoneportal.spreadsheets.files.limits import Limits
from zoneportal.spreadsheets.files.places import index_of

FAR_CELL = N_(
    "Cell %(cell)s is filled and lies far from the table. Delete the columns right of the table and the rows "
    "below it, save the workbook and send it again."
)

# The reader makes room for every cell between the first and the last, and dies of a filled XFD1048576.
_MAY_BE_FAR = re.compile(rb'r="(?:[A-Z]{3}|[A-Z]{1,2}[0-9]{7})')
_FAR = re.compile(rb'<c\b[^>]*?\br="([A-Z]{3,}|[A-Z]{1,2}(?=[0-9]{7}))([0-9]+)"[^>]*(?<!/)>(?!</c>)')
# It counts row 4294967297 as the first.
_ROW_BEYOND = re.compile(rb'<row\b[^>]*?\br="[0-9]{8}')
# It takes the digits before an entity or a comment for the whole number, and an unreadable number of a text for 0.
_HIDDEN_DIGITS = re.compile(
    rb'<c\b(?![^>]*\bt="(?:str|inlineStr|d)")[^>]*>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v[^>]*>[^<&]*(?:&|<!)'
)
_NO_NUMBER_OF_TEXT = re.compile(rb't="s"[^>]*><v(?:>|\s[^>]*>)(?![0-9]{0,9}</v>)[^<]*(?:</v>|<[^/])')


def check(piece: bytes, limits: Limits) -> None:
    """Errors: Refused for the first odd cell in a piece of a sheet."""
    for letters, row in _FAR.findall(piece) if _MAY_BE_FAR.search(piece) else ():
        if index_of(letters[:10].decode()) >= limits.columns or int(row[:9]) > limits.rows:
            raise Refused(FAR_CELL, cell=f"{letters[:10].decode()}{row[:20].decode()}")
    if _ROW_BEYOND.search(piece) or _NO_NUMBER_OF_TEXT.search(piece):
        raise Refused(TAMPERED)
    if (b"&" in piece or b"<!" in piece) and _HIDDEN_DIGITS.search(piece):
        raise Refused(TAMPERED)
