"""How much one uploaded file may ask of the machine."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The defaults; an office changes them by SHEET_LIMITS. 200,000 rows of 20 columns are read within them."""

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    members: int = 10_000  # files inside a workbook
    rows: int = 200_000
    columns: int = 500
    cells: int = 4_000_000  # blank ones between filled ones count
    characters: int = 32_767  # of one cell: what a spreadsheet program holds
    seconds: int = 8
    memory_bytes: int = 512 * MIB
