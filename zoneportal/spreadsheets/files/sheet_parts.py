"""Which part of an xlsx file holds which sheet, read in pieces: for what the reader of cells does not tell."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PREFIX = re.compile(rb"<([A-Za-z_][\w.-]*:)?worksheet\b")
_CHUNK = 1024 * 1024
_TAIL = 16 * 1024  # a formula has at most 8,192 characters


def of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """{"登记表": "xl/worksheets/sheet1.xml"}"""
    # archives.open_checked has refused every document type definition, so these parsers expand nothing.
    names = {name.lower(): name for name in archive.namelist()}
    relations = names.get("xl/_rels/workbook.xml.rels")
    if relations is None:
        return {}
    book = ElementTree.fromstring(archive.read(names["xl/workbook.xml"]))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(archive.read(relations))}  # noqa: S314
    parts: dict[str, str] = {}
    for sheet in book.iter():
        target = targets.get(sheet.get(_RELATION) or sheet.get(_RELATION_STRICT)) if _is_sheet(sheet.tag) else None
        part = names.get(posixpath.join("/xl", target).lstrip("/").lower()) if target else None
        if part:
            parts.setdefault(sheet.get("name", ""), part)
    return parts


def _is_sheet(tag: str) -> bool:
    return tag.rpartition("}")[2] == "sheet"


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in overlapping pieces, so that its size does not matter; `<x:c>`, as some programs write, as `<c>`."""
    tail, prefix = b"", None
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            piece = tail + chunk
            if prefix is None:
                prefix = _PREFIX.search(piece)
            if prefix and prefix[1]:
                piece = piece.replace(b"</" + prefix[1], b"</").replace(b"<" + prefix[1], b"<")
            yield piece
            tail = piece[-_TAIL:]
