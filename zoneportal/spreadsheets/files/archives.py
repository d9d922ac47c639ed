"""Is this zip what it says it is? Looked at before any parser of workbooks touches it."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files.limits import MIB, Limits

LOCAL_HEADER = b"PK\x03\x04"
END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE = 22
_LOCAL_HEADER_SIZE = 30
_CHUNK = 256 * 1024
_PACKED_CHUNK = 16 * 1024
_LONGEST_COMMENT = 64 * 1024
_UNICODE_PATH = 0x7075  # an extra field that gives a part a second name
_ODD_NAME = re.compile(r"[\x00-\x1f\x7f:]|^[/\\]|(^|[/\\])\.\.([/\\]|$)")

DAMAGED = N_(
    "This workbook is damaged. Open it in WPS or Excel, choose “另存为” (Save as), type “.xlsx”, and send that file."
)
TAMPERED = N_(
    "No spreadsheet program wrote this workbook: its parts overlap, occur twice or are not what they say. "
    "Open it in WPS or Excel, choose “另存为” (Save as), type “.xlsx”, and send that file."
)
TOO_LARGE_UNPACKED = N_(
    "This workbook unpacks to more than %(limit)s MB. Copy the table alone into a new workbook and send that."
)
PASSWORD = N_("This workbook has a password. Remove the password in WPS or Excel, save it and send it again.")
HAS_DTD = N_(
    "This workbook contains a document type definition, which no spreadsheet program writes. "
    "Copy the table into a new workbook, choose “另存为” (Save as), type “.xlsx”, and send that file."
)


def open_checked(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, when every reader would see the same members in it and none of them explodes."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    _check_directory(content, archive, limits)
    unpacked = 0
    for member in archive.infolist():
        unpacked += _inflate(content, member, limits.unpacked_bytes - unpacked, limits)
    return archive


def claimed_size(file: IO[bytes]) -> int:
    """To how many bytes the parts of an archive unpack by its own word; 0 where it is no archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError):
        return 0


def _check_directory(content: bytes, archive: zipfile.ZipFile, limits: Limits) -> None:
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    if not members or len(members) > limits.members or members[0].header_offset != 0:
        raise Refused(TAMPERED)
    if _has_doubtful_end(content, archive) or _has_doubtful_names(members):
        raise Refused(TAMPERED)
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise Refused(TOO_LARGE_UNPACKED, limit=limits.unpacked_bytes // MIB)
    if any(member.flag_bits & 1 for member in members):
        raise Refused(PASSWORD)
    ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
    for member, limit in zip(members, ends, strict=True):
        if _data_start(content, member) + member.compress_size > limit:
            raise Refused(TAMPERED)


def _has_doubtful_end(content: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether another reader could take something else for the directory of this archive."""
    end = content.rfind(END_RECORD)
    is_last = end + _END_RECORD_SIZE + len(archive.comment) == len(content)
    return not is_last or content.count(END_RECORD, -_LONGEST_COMMENT - _END_RECORD_SIZE) != 1


def _has_doubtful_names(members: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts could be taken for one, or a part for another."""
    if len({member.filename.casefold() for member in members}) != len(members):
        return True
    return any(
        _ODD_NAME.search(member.orig_filename) or _UNICODE_PATH in _kinds_of_extra(member.extra) for member in members
    )


def _kinds_of_extra(extra: bytes) -> Iterator[int]:
    position = 0
    while position + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, position)
        yield kind
        position += 4 + size


def _data_start(content: bytes, member: zipfile.ZipInfo) -> int:
    header = content[member.header_offset : member.header_offset + _LOCAL_HEADER_SIZE]
    if len(header) < _LOCAL_HEADER_SIZE or not header.startswith(LOCAL_HEADER):
        raise Refused(DAMAGED)
    name_size, extra_size = struct.unpack("<HH", header[26:30])
    name_start = member.header_offset + _LOCAL_HEADER_SIZE
    name = content[name_start : name_start + name_size]
    if name not in (member.orig_filename.encode(), member.orig_filename.encode("cp437", "replace")):
        raise Refused(TAMPERED)
    return name_start + name_size + extra_size


def _inflate(content: bytes, member: zipfile.ZipInfo, allowed: int, limits: Limits) -> int:
    """The true unpacked size: what the directory says about it is only a claim."""
    start = _data_start(content, member)
    packed = memoryview(content)[start : start + member.compress_size]
    is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    for chunk in _chunks(packed, member.compress_type):
        size += len(chunk)
        if size > allowed:
            raise Refused(TOO_LARGE_UNPACKED, limit=limits.unpacked_bytes // MIB)
        if is_xml:
            if b"<!DOCTYPE" in tail + chunk[:16] or b"<!DOCTYPE" in chunk or b"\0" in chunk[:64]:
                raise Refused(HAS_DTD)
            tail = chunk[-16:]
    if size != member.file_size:
        raise Refused(TAMPERED)
    return size


def _chunks(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _CHUNK):
            yield bytes(packed[start : start + _CHUNK])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Refused(DAMAGED)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PACKED_CHUNK):
            waiting = bytes(packed[start : start + _PACKED_CHUNK])
            while waiting and not inflater.eof:
                yield inflater.decompress(waiting, _CHUNK)
                waiting = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise Refused(DAMAGED) from error
    if not inflater.eof:
        raise Refused(DAMAGED)
