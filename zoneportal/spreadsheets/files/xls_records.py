"""What the reader of cells does not tell about an xls file: a password, and errors of formulas, given as blank.

Only finds and names them; every value comes from the reader. Compound file and records as [MS-CFB] and [MS-XLS] say.
"""

import struct
from collections.abc import Iterator

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR, _FILE_PASS, _END = 0x0085, 0x0006, 0x0205, 0x002F, 0x000A
_HEADER_SIZE, _HEADER_SECTORS, _ENTRY_SIZE = 512, 109, 128
_LAST_SECTOR = 0xFFFFFFFA  # what is above marks ends and free sectors


def has_password(content: bytes) -> bool:
    try:
        return any(kind == _FILE_PASS for kind, _position, _size in _records(_workbook(content), 0))
    except (struct.error, IndexError):
        return False


def errors_in_sheet(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """{(row, column): "#DIV/0!"}, both from 0, for the sheet of this name."""
    try:
        stream = _workbook(content)
        start = next((start for start, name in _sheets(stream) if name == sheet), None)
        return dict(_errors(stream, start)) if start is not None else {}
    except (struct.error, IndexError):  # damaged in a way that the reader of cells did not mind
        return {}


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    for kind, position, size in _records(stream, 0):
        if kind == _BOUND_SHEET:
            start, length, is_wide = struct.unpack_from("<I2xBB", stream, position)
            name = stream[position + 8 : position + min(size, 8 + length * (1 + is_wide))]
            yield start, name.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _errors(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, position, _size in _records(stream, start):
        row, column, code = struct.unpack_from("<HH2xB", stream, position) if kind == _BOOL_OR_ERROR else (0, 0, None)
        if kind == _BOOL_OR_ERROR and stream[position + 7]:
            yield (row, column), _ERRORS.get(code, "#N/A")
        if kind == _FORMULA and stream[position + 12 : position + 14] == b"\xff\xff" and stream[position + 6] == 2:
            row, column = struct.unpack_from("<HH", stream, position)
            yield (row, column), _ERRORS.get(stream[position + 8], "#N/A")


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data start, their size) up to the end of the sheet or the globals that begin here."""
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        if kind == _END:
            return
        yield kind, position + 4, size
        position += 4 + size


def _workbook(content: bytes) -> bytes:
    """The stream of the workbook; b"" where it is too short to have sectors of its own."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    fat_sectors = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", content, _HEADER_SIZE - 4 * _HEADER_SECTORS))
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        *numbers, more = struct.unpack_from(f"<{size // 4}I", content, _HEADER_SIZE + more * size)
        fat_sectors += numbers
    fat = b"".join(_sector(content, number, size) for number in fat_sectors if number < _LAST_SECTOR)
    directory = _chain(content, fat, struct.unpack_from("<I", content, 48)[0], size)
    for start in range(0, len(directory), _ENTRY_SIZE):
        name = directory[start : start + 64].decode("utf-16-le", "replace").partition("\0")[0]
        first, length = struct.unpack_from("<II", directory, start + 116)
        if name in ("Workbook", "Book") and length >= struct.unpack_from("<I", content, 56)[0]:
            return _chain(content, fat, first, size)[:length]
    return b""


def _chain(content: bytes, fat: bytes, number: int, size: int) -> bytes:
    sectors: list[bytes] = []
    while number < _LAST_SECTOR and len(sectors) * size <= len(content):
        sectors.append(_sector(content, number, size))
        number = struct.unpack_from("<I", fat, number * 4)[0]
    return b"".join(sectors)


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[_HEADER_SIZE + number * size : _HEADER_SIZE + (number + 1) * size]
