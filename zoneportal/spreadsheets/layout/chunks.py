"""The data rows of a sheet in chunks, so that no more of them are looked at than fit into memory.

Rows of one group (the registrations of an enterprise) stay together, wherever in the sheet they stand: rows of a
group that a chunk would part wait, as raw cells, for the last of them.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice

from zoneportal.spreadsheets.files.wire import Cell

Numbered = tuple[int, list[Cell]]


def in_chunks(rows: Iterable[Numbered], size: int) -> Iterator[list[Numbered]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def groups_of(
    rows: Iterable[Numbered], size: int, find: Callable[[list[Numbered]], Sequence[Hashable]]
) -> dict[int, int]:
    """{row number: number of its group}, for rows of groups with more than one row. `find` names the groups of a chunk
    of rows; None belongs to no group."""
    order: dict[Hashable, int] = {}
    numbers: dict[int, int] = {}
    for chunk in in_chunks(rows, size):
        for (number, _cells), group in zip(chunk, find(chunk), strict=True):
            if group is not None:
                numbers[number] = order.setdefault(group, len(order))
    several = Counter(numbers.values())
    return {number: group for number, group in numbers.items() if several[group] > 1}


def together(rows: Iterable[Numbered], size: int, groups: dict[int, int]) -> Iterator[list[Numbered]]:
    """Chunks of about `size` rows that part no group."""
    missing = Counter(groups.values())
    waiting: dict[int, list[Numbered]] = {}
    chunk: list[Numbered] = []
    for row in rows:
        group = groups.get(row[0])
        if group is None:
            chunk.append(row)
        else:
            waiting.setdefault(group, []).append(row)
            missing[group] -= 1
            if not missing[group]:
                chunk += waiting.pop(group)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
