"""Formula errors in an xlsx sheet. The reader gives them as empty cells, and an empty cell means something else.

Only finds and names them; every value comes from the reader.
"""

import re
from collections.abc import Iterator

from zoneportal.spreadsheets.files.places import index_of

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


def in_piece(piece: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """((row, column), "#DIV/0!"), both from 0, for a piece of a sheet."""
    # The plain searches spare the ordinary sheet the slow ones.
    for letters, row, error in _ERROR.findall(piece) if b't="e"' in piece else ():
        yield (int(row) - 1, index_of(letters.decode())), error.decode()
    for letters, row in _EMPTY.findall(piece) if b"<f" in piece else ():
        yield (int(row) - 1, index_of(letters.decode())), NEVER_CALCULATED
