"""Which kind of file is this? Its bytes decide, its name is not asked."""

import zipfile

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files.archives import END_RECORD, LOCAL_HEADER, PASSWORD, open_checked
from zoneportal.spreadsheets.files.limits import Limits

XLSX, XLS, ODS, TEXT = "xlsx", "xls", "ods", "text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR", b"7z\xbc\xaf": "7z"}

EMPTY = N_("This file is empty.")
NO_SPREADSHEET = N_(
    "This is no spreadsheet (%(kind)s). Open the table in WPS or Excel, choose “另存为” (Save as), "
    "type “.xlsx”, and send that file."
)
MACROS = N_(
    "This workbook contains macros, which are not taken. Open it in WPS or Excel, choose “另存为” (Save as), "
    "type “.xlsx” (without macros), and send that file."
)
PREFIX = N_(
    "Something stands before the workbook inside this file. Open it in WPS or Excel, choose “另存为” (Save as), "
    "type “.xlsx”, and send that file."
)


def detect(content: bytes, limits: Limits) -> str:
    """XLSX, XLS, ODS or TEXT; everything that should not reach a parser is refused."""
    if not content:
        raise Refused(EMPTY)
    if content.startswith(LOCAL_HEADER):
        return _of_archive(open_checked(content, limits))
    if content.startswith(OLE):
        return _of_ole(content)
    for signature, kind in OTHERS.items():
        if content.startswith(signature):
            raise Refused(NO_SPREADSHEET, kind=kind)
    if END_RECORD in content:
        raise Refused(PREFIX)
    return TEXT


def _of_archive(archive: zipfile.ZipFile) -> str:
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "basic/")) for name in names):
        raise Refused(MACROS)
    if "xl/workbook.xml" in names:
        if "[content_types].xml" in names and b"macroEnabled" in _read(archive, "[Content_Types].xml"):
            raise Refused(MACROS)
        return XLSX
    if "mimetype" in names and _read(archive, "mimetype").endswith(b".spreadsheet"):
        if "meta-inf/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
            raise Refused(PASSWORD)
        return ODS
    raise Refused(NO_SPREADSHEET, kind="xlsb" if "xl/workbook.bin" in names else "zip")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    for member in archive.infolist():
        if member.filename.lower() == name.lower():
            return archive.read(member)
    raise KeyError(name)


def _of_ole(content: bytes) -> str:
    if _has_entry(content, "EncryptedPackage"):
        raise Refused(PASSWORD)
    if _has_entry(content, "_VBA_PROJECT_CUR") or _has_entry(content, "_VBA_PROJECT"):
        raise Refused(MACROS)
    if not (_has_entry(content, "Workbook") or _has_entry(content, "Book")):
        raise Refused(NO_SPREADSHEET, kind="OLE")
    return XLS


def _has_entry(content: bytes, name: str) -> bool:
    """Whether the compound file's directory has this entry; entries lie on multiples of 128 bytes."""
    entry = (name + "\0").encode("utf-16-le")
    found = content.find(entry)
    while found != -1 and found % 128:
        found = content.find(entry, found + 1)
    return found != -1
