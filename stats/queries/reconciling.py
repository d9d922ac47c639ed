"""The differences of a release: each figure of it against its parts, its whole, the returns and other sources.

A figure of the release is compared with its fellows in it, and where it has none there with those of the same vintage
that are released. What a qualifier leaves open (over 4,000) is not compared, nor what cannot be added up (per cents).
Withheld values are compared by their true value: only the office sees this.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from stats.compiling import DECIMALS, scopes_of
from stats.models import Difference, DifferenceKind, Figure, Indicator, Release, ReportedTotal, SurveyYear
from stats.queries.compile_input import Accepted, accepted
from stats.reconciliation import Comparison, Contradiction, Number, compare, contradiction, same
from stats.scope import parts, scope_key
from zoneportal.numbers import UNITS, Unit, convert, decimals_of, round_half_up

EXACT = ("enterprises", "persons")  # counted, never rounded
KINDS = {"park": DifferenceKind.PARKS, "industry": DifferenceKind.INDUSTRIES, "size": DifferenceKind.SIZES}
NAMES = {"park": "park", "industry": "industry", "size": "size_class"}  # of a compiling.Entry

Cells = dict[str, Figure]  # by scope key


@dataclass(frozen=True)
class Found:
    """A comparison of a release, whether its numbers agree or not."""

    kind: str
    indicator: Indicator
    year: int
    scope_key: str
    unit: str
    comparison: Comparison
    against: str = ""
    unassigned: Decimal = Decimal(0)  # of `ours`: what returns without such a part hold
    is_short: bool = False  # whether fewer returns are accepted now than when its figure was compiled

    @property
    def key(self) -> tuple:
        return (self.kind, self.indicator.pk, self.year, self.scope_key, self.against)

    @property
    def numbers(self) -> tuple[Decimal, Decimal]:
        """Ours and theirs as the database keeps them."""
        return round_half_up(self.comparison.ours, DECIMALS), round_half_up(self.comparison.theirs, DECIMALS)

    @property
    def tolerance(self) -> Decimal:
        """Zero where a part has no number: that may be anything."""
        return Decimal(0) if self.comparison.missing else round_half_up(self.comparison.tolerance, DECIMALS)


def unexplained(release: Release) -> list[Found]:
    """What blocks the release, as its figures and the returns are at this moment: recorded or not."""
    stored = {key_of(row): row for row in release.differences.exclude(explanation="")}
    return [
        found
        for found in compared(release)
        if not found.comparison.is_within and ((row := stored.get(found.key)) is None or not is_about(row, found))
    ]


def is_about(row: Difference, found: Found) -> bool:
    """Whether what is on record has the numbers of this moment; an explanation holds for no others."""
    return (row.ours, row.theirs, row.unit) == (*found.numbers, found.unit)


def key_of(row: Difference) -> tuple:
    return (row.kind, row.indicator_id, row.year, row.scope_key, row.against)


def compared(release: Release) -> list[Found]:
    """Every comparison that a figure of the release takes part in.

    Four queries, and five for each year in which the form asked one of its indicators.
    """
    own = list(_figures(release.figures.all()))
    if not own:
        return []
    groups = with_fellows(release, own)
    keys = {figure.pk for figure in own}
    found: list[Found] = []
    accepted_by_year = _accepted({figure.year for figure in own})
    for cells in groups.values():
        year = next(iter(cells.values())).year
        returns = accepted_by_year.get(year)
        found += _breakdowns(cells, keys, returns)
        found += _against_returns(cells, keys, returns)
    found += _against_sources(own)
    return found


@dataclass(frozen=True)
class Note:
    """Printed parts that do not come to their printed whole, though each is rounded rightly."""

    kind: str
    indicator: Indicator
    year: int
    scope_key: str
    contradiction: Contradiction


def contradictions(release: Release) -> list[Note]:
    """What a reader would hold against the printed numbers of the release. One query. Withheld ones say nothing."""
    printed = [figure for figure in _figures(release.figures.all()) if figure.value is not None]
    groups: dict[tuple, Cells] = defaultdict(dict)
    for figure in printed:
        groups[figure.indicator_id, figure.year, figure.vintage, figure.definition_id][figure.scope_key] = figure
    notes = []
    for cells in groups.values():
        for whole, dimension, children in wholes(cells):
            values = [part.value or Decimal(0) for part in children.values()]
            found = contradiction(values, whole.value or Decimal(0), whole.indicator.decimals)
            if found:
                notes.append(Note(KINDS[dimension], whole.indicator, whole.year, whole.scope_key, found))
    return notes


def wholes(cells: Cells) -> Iterator[tuple[Figure, str, Cells]]:
    """Each figure with its parts, once for every way in which it is broken down."""
    for key, whole in cells.items():
        below: dict[str, Cells] = defaultdict(dict)
        for other, part in cells.items():
            more = set(parts(other)) - set(parts(key))
            if len(more) == 1 and set(parts(key)) <= set(parts(other)):
                below[next(iter(more))[0]][other] = part
        for dimension, children in below.items():
            yield whole, dimension, children


def _figures(rows) -> Iterator[Figure]:
    related = ("indicator", "definition", "withheld", "compiled__compilation", "park", "industry")
    for figure in rows.select_related(*related).order_by("vintage", "revision", "pk"):
        if is_compared(figure):
            yield figure


def is_compared(figure: Figure) -> bool:
    return UNITS[figure.definition.unit].dimension != "share" and not figure.qualifier


def with_fellows(release: Release, own: Collection[Figure]) -> Mapping[tuple, Cells]:
    """By indicator, year and vintage: the newest revision of each scope, those of the release before all others."""
    about = Q()
    for indicator, year, vintage in {(each.indicator_id, each.year, each.vintage) for each in own}:
        about |= Q(indicator=indicator, year=year, vintage=vintage)
    others = _figures(Figure.objects.released(timezone.now()).filter(about).exclude(release=release))
    groups: dict[tuple, Cells] = defaultdict(dict)
    for figure in (*others, *own):
        groups[figure.indicator_id, figure.year, figure.vintage][figure.scope_key] = figure
    return groups


class Returns:
    """What the accepted returns of a year come to, in the units of their lines."""

    def __init__(self, read: Accepted) -> None:
        self.count = len(read.entries)
        self.lines = {line.indicator: line for line in read.lines}
        self.sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)  # by indicator and scope
        self.blank: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)  # and by what is not known of them
        for entry in read.entries:
            scopes = scopes_of(entry)
            unknown = [dimension for dimension, name in NAMES.items() if not getattr(entry, name)]
            for indicator, value in entry.values.items():
                for scope in scopes:
                    self.sums[indicator, scope] += value
                    for dimension in unknown:
                        self.blank[indicator, scope, dimension] += value

    def without(self, whole: Figure, dimension: str) -> Decimal:
        """What returns without this attribute (no leading industry, no size class) hold: in the whole, in no part."""
        line = self.lines.get(whole.indicator.code)
        if line is None:
            return Decimal(0)
        total = self.blank.get((line.indicator, whole.scope_key, dimension), Decimal(0))
        return convert(total, UNITS[line.unit], unit_of(whole))


def _accepted(years: Collection[int]) -> dict[int, Returns]:
    surveys = SurveyYear.objects.filter(year__in=years).order_by("year")
    return {survey.year: Returns(accepted(survey)) for survey in surveys}


def _breakdowns(cells: Cells, own: Collection[int], returns: "Returns | None") -> Iterator[Found]:
    """Each whole against its parts, in each way in which it is broken down."""
    for whole, dimension, children in wholes(cells):
        unit = unit_of(whole)
        number = _number(whole, unit)
        if number is None or not {whole.pk, *(part.pk for part in children.values())} & own:
            continue
        addends = {name: _number(part, unit) for name, part in children.items() if part.mark != "not_applicable"}
        blank = returns.without(whole, dimension) if returns and hasattr(whole, "compiled") else Decimal(0)
        addends[""] = Number(blank)
        found = _found(KINDS[dimension], whole, compare(addends, number))
        unassigned = round_half_up(blank, DECIMALS)
        yield replace(found, unassigned=unassigned, is_short=_is_short(whole, returns))


def _against_returns(cells: Cells, own: Collection[int], returns: "Returns | None") -> Iterator[Found]:
    """Each figure of the release against what the accepted returns of its scope come to."""
    for key, figure in cells.items():
        line = returns.lines.get(figure.indicator.code) if returns else None
        if returns is None or line is None or figure.pk not in own:
            continue
        number = _number(figure, unit_of(figure))
        total = returns.sums.get((line.indicator, key))
        if number is not None and total is not None:
            ours = Number(convert(total, UNITS[line.unit], unit_of(figure)))
            found = _found(DifferenceKind.RETURNS, figure, same(ours, number))
            yield replace(found, is_short=_is_short(figure, returns))


def _is_short(figure: Figure, returns: "Returns | None") -> bool:
    """Whether returns were sent back since the figure was compiled."""
    if returns is None or not hasattr(figure, "compiled"):
        return False
    return returns.count < figure.compiled.compilation.return_count


def _against_sources(own: Collection[Figure]) -> Iterator[Found]:
    stated = ReportedTotal.objects.filter(
        indicator__in={each.indicator_id for each in own}, year__in={each.year for each in own}
    ).select_related("park", "industry")
    by_cell: dict[tuple, list[ReportedTotal]] = defaultdict(list)
    for row in stated.order_by("pk"):
        key = scope_key(park=row.park.code if row.park else "", industry=row.industry.code if row.industry else "")
        by_cell[row.indicator_id, row.year, key].append(row)
    for figure in own:
        unit = unit_of(figure)
        number = _number(figure, unit)
        for row in by_cell[figure.indicator_id, figure.year, figure.scope_key]:
            if number is not None and UNITS[row.unit].dimension == unit.dimension:
                theirs = _converted(Number.rounded(row.value, row.decimals), UNITS[row.unit], unit)
                yield _found(DifferenceKind.SOURCE, figure, same(number, theirs), row.source)


def _found(kind: str, figure: Figure, comparison: Comparison, against: str = "") -> Found:
    unit = figure.definition.unit
    return Found(kind, figure.indicator, figure.year, figure.scope_key, unit, comparison, against)


def unit_of(figure: Figure) -> Unit:
    return UNITS[figure.definition.unit]


def _number(figure: Figure, unit: Unit) -> Number | None:
    """The value (a withheld one too) in `unit`, as exact as it is published; None where none is known."""
    own = unit_of(figure)
    if figure.mark == "below_unit":
        return _converted(Number.rounded(Decimal(0), figure.indicator.decimals), own, unit)
    value = figure.known_value
    if value is None:
        return None
    if own.dimension in EXACT:
        return Number(value)
    return _converted(Number.rounded(value, max(figure.indicator.decimals, decimals_of(value))), own, unit)


def _converted(number: Number, unit: Unit, to: Unit) -> Number:
    return Number(convert(number.amount, unit, to), convert(number.error, unit, to))
