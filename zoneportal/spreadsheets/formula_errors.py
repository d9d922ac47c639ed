"""Formula errors in an xlsx sheet. The reader gives them as empty cells, and an empty cell means something else.

Only finds and names them; every value comes from the reader.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree

NEVER_CALCULATED = "#CALC!"  # written by a program that does not calculate, and not opened in one that does

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1024 * 1024
_TAIL = 16 * 1024  # a formula has at most 8,192 characters
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^>]*\bt="e")[^>]*>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]{0,20})</v>"
)
_EMPTY = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})([0-9]{1,7})")(?![^>]*\bt="str")[^>]*>'
    rb"<f\b[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"
)


def in_sheet(archive: zipfile.ZipFile, sheet: str) -> dict[tuple[int, int], str]:
    """{(row, column): "#DIV/0!"}, both from 0, for the sheet of this name."""
    part = _part_of(archive, sheet)
    if part is None:
        return {}
    found: dict[tuple[int, int], str] = {}
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            # The plain searches spare the ordinary sheet the slow ones.
            for column, row, error in _ERROR.findall(piece) if b't="e"' in piece else ():
                found[int(row) - 1, _column(column)] = error.decode()
            for column, row in _EMPTY.findall(piece) if b"<f" in piece else ():
                found[int(row) - 1, _column(column)] = NEVER_CALCULATED
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The sheet in overlapping pieces, so that its size does not matter."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = (tail + chunk)[-_TAIL:]


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    # archives.open_checked has refused every document type definition, so these parsers expand nothing.
    names = {name.lower(): name for name in archive.namelist()}
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return None
    book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))  # noqa: S314
    asked = [each.get(_RELATION) for each in book.iter() if each.tag.endswith("}sheet") and each.get("name") == sheet]
    targets = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(archive.read(relations))}  # noqa: S314
    target = targets.get(asked[0]) if asked else None
    return names.get(posixpath.join("/xl", target).lstrip("/").lower()) if target else None


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
