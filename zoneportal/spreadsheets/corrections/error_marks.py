"""The findings of a check as a reader of the sheet meets them: at cells, at rows, and by kind of error."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from zoneportal.characters import CONTROL
from zoneportal.messages import N_
from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.values.rows import Finding

SHOWN_ROWS = 10
HEADERS = (N_("Column"), N_("What is wrong, and what to do"), N_("Rows"), N_("First rows"))
ADVICE = N_(
    "Mend the coloured cells, save the file and upload it again. The column 错误说明 and this sheet may stay: "
    "the import passes over them."
)


@dataclass(frozen=True)
class Kind:
    column: str
    sentence: str  # of its first row
    number: int
    first_rows: tuple[int, ...]


@dataclass
class Marks:
    of_file: list[str] = field(default_factory=list)
    cells: dict[int, dict[int, str]] = field(default_factory=dict)  # row number, index of the column, sentences
    rows: dict[int, str] = field(default_factory=dict)  # all sentences of a row, each with its column
    kinds: list[Kind] = field(default_factory=list)


def marks_of(findings: Iterable[Finding], layout: Layout | None) -> Marks:
    places = {place.header: place.index for place in layout.places.values()} if layout else {}
    marks = Marks()
    number: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for finding in findings:
        sentence = CONTROL.sub("", finding.sentence())
        if finding.row is None:
            marks.of_file.append(f"{finding.column}：{sentence}" if finding.column else sentence)
            continue
        index = places.get(finding.column)
        if index is not None:
            _add(marks.cells.setdefault(finding.row, {}), index, sentence)
        _add(marks.rows, finding.row, f"{finding.column}：{sentence}" if finding.column else sentence)
        kind = (finding.column, finding.message)
        number[kind] += 1
        rows = first.setdefault(kind, (sentence, []))[1]
        if len(rows) < SHOWN_ROWS and finding.row not in rows:
            rows.append(finding.row)
    marks.kinds = [Kind(kind[0], first[kind][0], count, tuple(first[kind][1])) for kind, count in number.most_common()]
    return marks


def _add(sentences: dict[int, str], key: int, sentence: str) -> None:
    sentences[key] = f"{sentences[key]}\n{sentence}" if key in sentences else sentence


@dataclass(frozen=True)
class Summary:
    """The sheet 错误汇总: sentences, and a table below them."""

    notes: list[str]
    headers: list[str]
    rows: list[list[str | int]]


def summary_of(marks: Marks, notes: Iterable[str] = (), numbers: Mapping[int, int] | None = None) -> Summary:
    """`numbers`: where each row stands in the file at hand, if it is not the one that was sent."""
    rows: list[list[str | int]] = []
    for kind in marks.kinds:
        shown = [numbers.get(row, row) if numbers else row for row in kind.first_rows]
        more = "…" if kind.number > len(shown) else ""
        rows.append([kind.column or "—", kind.sentence, kind.number, "、".join(map(str, shown)) + more])
    return Summary([*marks.of_file, *notes, gettext(ADVICE)], [gettext(header) for header in HEADERS], rows)
