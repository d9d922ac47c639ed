"""A sheet on its way out, whatever the kind of file: columns, and rows of cells with their fingerprints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any

from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.outgoing import Outgoing, Values, shape_of, told
from zoneportal.spreadsheets.values import fingerprints


@dataclass(frozen=True)
class Table:
    """Each row has a cell for every column (text, int, Decimal, date or None) and its fingerprint at the end."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterator[list[Any]]
    exported_at: datetime  # local time

    @property
    def headers(self) -> list[str]:
        return [*(column.header for column in self.columns), own_parts.fingerprint_header(self.exported_at)]

    @property
    def formats(self) -> list[str]:
        return [*(column.cell_format for column in self.columns), "words"]


def with_fingerprints(resource: Outgoing, found: Iterator[Values]) -> Iterator[list[Any]]:
    """The cells of each row, its fingerprint (of hidden columns, too) behind them."""
    columns = list(resource.columns.values())
    is_shown = [column.name not in resource.hidden for column in columns]
    tellers = resource.tellers()
    fingerprint = fingerprints.printer(shape_of(columns), len(columns))
    for values in found:
        cells, texts, digests = zip(*told(tellers, values), strict=True)
        yield [*compress(cells, is_shown), fingerprint(values[0], texts, digests)]
