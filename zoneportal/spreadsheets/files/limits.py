"""How much one uploaded file may ask of the machine."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The defaults; SHEET_LIMITS says what differs. 200,000 rows of 20 columns are read within them."""

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    members: int = 10_000  # files inside a workbook
    rows: int = 200_000
    columns: int = 500
    cells: int = 4_000_000  # blank ones between filled ones count
    characters: int = 32_767  # of one cell: what a spreadsheet program holds
    seconds: int = 8  # of processor
    memory_bytes: int = 512 * MIB


_in_force = [Limits()]


def in_force() -> Limits:
    """What holds in this process where nothing else is asked for."""
    return _in_force[-1]


def put_in_force(limits: Limits) -> None:
    _in_force[:] = [limits]
