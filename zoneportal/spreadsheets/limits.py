"""How much one uploaded file may ask of the machine."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    members: int = 10_000  # files inside a workbook
    rows: int = 200_000
    columns: int = 500
    seconds: int = 8
    memory_bytes: int = 256 * MIB
