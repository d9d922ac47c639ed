"""Zip archives that are small and unpack to very much."""

import struct

from tests.hostile_sheets.cases import Cases
from tests.hostile_sheets.parts import (
    NAMESPACES,
    ONE,
    ONE_ROW,
    Member,
    archive_of,
    members_of,
    sheet_part,
    xlsx,
    xlsx_parts,
)
from zoneportal.spreadsheets.files import parsing, reading
from zoneportal.spreadsheets.files.archives import TAMPERED, TOO_LARGE_UNPACKED
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY
from zoneportal.spreadsheets.files.limits import MIB, Limits

CASES = Cases()
SMALL = Limits(unpacked_bytes=2 * MIB)


@CASES.refused(TOO_LARGE_UNPACKED, sizes=(3 * MIB, 300 * MIB), limits=SMALL)
def bomb_of_blanks(size: int) -> bytes:
    return xlsx(sheet=sheet_part(b" " * size))


@CASES.refused(TOO_LARGE_UNPACKED, sizes=(3 * MIB, 300 * MIB), limits=SMALL)
def bomb_of_blanks_in_a_picture(size: int) -> bytes:
    return xlsx(more={"xl/media/image1.png": b"\0" * size})


@CASES.refused(parsing.TOO_MANY_ROWS, sizes=(30_000, 3_000_000), limits=Limits(rows=20_000))
def bomb_of_rows(size: int) -> bytes:
    return xlsx(b"<row><c><v>1</v></c></row>" * size)


@CASES.read(ONE_ROW, sizes=(50_000, 10_000_000))
def bomb_of_rows_without_cells(size: int) -> bytes:
    return xlsx(ONE + "<row/>" * size)


@CASES.refused(reading.NOT_READABLE, TOO_MUCH_MEMORY, sizes=(20_000, 100_000), limits=Limits(memory_bytes=192 * MIB))
def bomb_of_one_string(size: int) -> bytes:
    """A text of 30,000 characters in very many cells."""
    cells = b'<row><c t="s"><v>0</v></c></row>' * size
    return xlsx(cells, strings=f"<sst {NAMESPACES}><si><t>{'a' * 30_000}</t></si></sst>")


@CASES.refused(TOO_LARGE_UNPACKED, sizes=(4, 400), limits=SMALL)
def bomb_of_many_parts(size: int) -> bytes:
    return xlsx(more={f"xl/media/image{number}.png": b"\0" * MIB for number in range(size)})


@CASES.refused(TOO_LARGE_UNPACKED, sizes=(3 * MIB, 300 * MIB), limits=SMALL)
def bomb_that_hides_its_size(size: int) -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(b"xl/media/image1.png", b"\0" * size, size=10)])


@CASES.refused(TOO_LARGE_UNPACKED)
def part_that_claims_four_gigabytes() -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(b"xl/media/image1.png", b"\0" * 99, size=2**32 - 2)])


@CASES.refused(TAMPERED)
def part_with_a_small_lie_about_its_size() -> bytes:
    return archive_of([*members_of(xlsx_parts()), Member(b"xl/media/image1.png", b"\0" * 3_000, size=10)])


@CASES.refused(TAMPERED)
def all_parts_are_the_same_bytes() -> bytes:
    """As the densest zip bombs do: one compressed kernel under many names."""
    content = bytearray(archive_of([Member(b"a%03d" % number, b"\0" * 9_999) for number in range(200)]))
    first = content.index(b"PK\x01\x02")
    position = first
    for _ in range(200):
        struct.pack_into("<I", content, position + 42, 0)
        position += 46 + 4
    return bytes(content)


@CASES.refused(TAMPERED, sizes=(2_000, 60_000), limits=Limits(members=1_000))
def sixty_thousand_parts(size: int) -> bytes:
    return archive_of([*members_of(xlsx_parts()), *(Member(b"x/%d" % number, b"", method=0) for number in range(size))])
