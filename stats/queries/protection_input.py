"""What disclosure control looks at for a release: its figures, what is public or decided of the same years, returns.

Figures of releases in review count as published: nobody would look at the two together later.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from stats.compiling import DECIMALS, Line, compiled, digest, lines_in
from stats.disclosure.problem import HIDDEN, OPEN, PUBLISHED, Key, Problem, Rules
from stats.disclosure.surveys import Asked, Compiled, survey_problem, way_of
from stats.disclosure.vintages import Typed, beside_typed, linked
from stats.models import Compilation, EnterpriseYear, Figure, FormLine, Release, Waiver
from stats.models.release import LOCKED
from stats.queries.compile_input import read_by
from zoneportal.numbers import UNITS

LAST_PLACE = Decimal(1).scaleb(-DECIMALS)  # of a stored figure
STALE = gettext_lazy(
    "Figures of this release no longer hold what was compiled from the returns. Compile the year again."
)


@dataclass(frozen=True)
class ReleaseProblem:
    problem: Problem
    figures: Mapping[Key, Figure]  # those of the release that may be shown or withheld


def grounds_of(release: Release) -> str:
    """What disclosure control leans on besides what figures show, in one word: the returns that they were compiled
    from (a withheld value moves and nobody sees it), owners, consents, what is part of what, the rules of the office.

    Where it changes, a protection holds no longer. Five queries.
    """
    years = set(release.figures.order_by().values_list("year", flat=True))
    read = _compilations_of(release).order_by("inputs_sha256")
    waivers = Waiver.objects.order_by("pk").values_list("enterprise", "indicator", "first_year", "last_year")
    covering = Q()
    for year in sorted(years):
        covering |= Q(pk__in=Waiver.objects.for_year(year).values("pk"))
    owners = EnterpriseYear.objects.filter(survey__year__in=years).exclude(holding=None).order_by("pk")
    lines = FormLine.objects.filter(survey__year__in=years).order_by("pk")
    return digest(
        [
            list(read.values_list("inputs_sha256", flat=True).distinct()),
            list(waivers.filter(covering)) if years else [],
            list(owners.values_list("pk", "holding")),
            list(lines.values_list("pk", "part_of", "may_be_negative")),
            [settings.DISCLOSURE_CONTRIBUTORS, str(settings.DISCLOSURE_PERCENT)],
        ]
    )


def _compilations_of(release: Release) -> QuerySet[Compilation]:
    """From which its figures were compiled, and the newest of a year where it has typed ones that returns tell, too."""
    typed = Figure.objects.filter(release=release, compiled=None, year=OuterRef("survey__year")).with_origin()
    later = Compilation.objects.filter(survey=OuterRef("survey"), pk__gt=OuterRef("pk"))
    is_newest = Exists(typed.filter(is_of_returns=True)) & ~Exists(later)
    return Compilation.objects.filter(Q(figures__figure__release=release) | Q(is_newest))


def release_problem(release: Release, rules: Rules) -> ReleaseProblem:
    """Three queries, and for each year five and one for each compilation that still matters.

    Errors: ValidationError where a figure no longer holds what was compiled.
    """
    ours = list(_with_relations(release.figures))
    found = [_year_problem(year, ours, rules) for year in sorted({f.year for f in ours if f.is_of_returns})]
    figures: dict[Key, Figure] = {}
    for each in found:
        figures |= each.figures
    return ReleaseProblem(
        Problem(
            tuple(cell for each in found for cell in each.problem.cells),
            tuple(relation for each in found for relation in each.problem.relations),
            tuple(contribution for each in found for contribution in each.problem.contributions),
        ),
        figures,
    )


def _with_relations(figures) -> Iterable[Figure]:
    related = figures.select_related("indicator", "definition", "withheld", "compiled")
    return related.with_origin().order_by("pk")


def _year_problem(year: int, of_release: list[Figure], rules: Rules) -> ReleaseProblem:
    ours = [figure for figure in of_release if figure.year == year]
    keys = {figure.pk for figure in ours}
    decided = _with_relations(Figure.objects.filter(year=year, release__status__in=LOCKED))
    public = [figure for figure in decided if figure.pk not in keys]
    numbers = {figure.compiled.compilation_id for figure in (*ours, *public) if hasattr(figure, "compiled")}
    if any(figure.is_of_returns and not hasattr(figure, "compiled") for figure in ours):
        # Who types what returns tell has the newest of them at hand.
        numbers |= set(Compilation.objects.filter(survey__year=year).order_by("-pk").values_list("pk", flat=True)[:1])
    compilations = list(Compilation.objects.filter(pk__in=numbers).select_related("survey").order_by("-pk"))
    if not compilations:
        raise ValidationError(STALE)
    lines, waived, owners = _lines(year), _waived(year), _owners(year)
    years = [_compiled(each, ours, public, lines, waived, owners) for each in compilations]
    problem = survey_problem(years[0])
    for earlier in years[1:]:
        other = survey_problem(earlier)
        problem = linked(problem, other, _pairs(problem, other), rules)
    known = {cell.key for cell in problem.cells}
    typed: dict[Key, Typed] = {}
    for figure in (*ours, *public):
        beside = years[0].key(figure.indicator.code, figure.scope_key)
        value = figure.known_value
        if not hasattr(figure, "compiled") and value is not None and beside in known:
            is_hidden = figure.value is None
            status = OPEN if figure.pk in keys else HIDDEN if is_hidden else PUBLISHED
            factor = UNITS[figure.definition.unit].factor
            typed["figure", figure.pk] = Typed(beside, value * factor, LAST_PLACE / 2 * factor, status)
    figures: dict[Key, Figure] = {_key(figure): figure for figure in ours}
    return ReleaseProblem(beside_typed(problem, typed, rules), figures)


def _key(figure: Figure) -> Key:
    if not hasattr(figure, "compiled"):
        return "figure", figure.pk
    return figure.compiled.compilation_id, figure.indicator.code, figure.scope_key


def _pairs(later: Problem, earlier: Problem) -> dict[Key, Key]:
    """The same indicator and scope in two compilations, whatever their names."""
    olds = {cell.key[1:]: cell.key for cell in earlier.cells if isinstance(cell.key, tuple)}
    return {
        cell.key: olds[cell.key[1:]]
        for cell in later.cells
        if isinstance(cell.key, tuple) and cell.key[0] != "change" and cell.key[1:] in olds
    }


def _compiled(
    compilation: Compilation,
    ours: list[Figure],
    public: list[Figure],
    lines: list[FormLine],
    waived: Mapping[str, frozenset[str]],
    owners: Mapping[str, str],
) -> Compiled:
    entries, form = read_by(compilation), lines_in(compilation.rules)
    # Somebody may type a breakdown that is never compiled.
    breakdowns = {tuple(each) for each in compilation.rules["breakdowns"]}
    breakdowns |= {way_of(figure.scope_key) for figure in (*public, *ours)}
    sums = {(each.indicator, each.scope): each.value for each in compiled(form, entries, sorted(breakdowns))}
    statuses = {}
    for figure in (*public, *ours):  # also what is withheld or typed: its breakdown is looked at
        place = figure.indicator.code, figure.scope_key
        if place in sums and figure.known_value is not None:
            statuses[place] = HIDDEN
    for figure in public:
        place = figure.indicator.code, figure.scope_key
        # What a later compilation left as it was is as public as its own figures.
        if figure.value is not None and place in sums and figure.value == sums[place]:
            statuses[place] = PUBLISHED
    for figure in ours:
        place = figure.indicator.code, figure.scope_key
        if hasattr(figure, "compiled") and figure.compiled.compilation_id == compilation.pk:
            if figure.known_value != sums.get(place):
                raise ValidationError(STALE)
            statuses[place] = OPEN
    owned = tuple(replace(each, holding=owners.get(each.number, "")) for each in entries)
    return Compiled(compilation.pk, tuple(_asked(form, lines)), owned, statuses, waived)


def _asked(form: Iterable[Line], lines: Iterable[FormLine]) -> Iterable[Asked]:
    """What a compilation read, as the form describes it now."""
    kinds = {line.indicator.code: line for line in lines}
    for line in form:
        kind = kinds.get(line.indicator)
        whole = kind.part_of.indicator.code if kind and kind.part_of else ""
        yield Asked(line.indicator, line.unit, part_of=whole, may_be_negative=bool(kind and kind.may_be_negative))


def _lines(year: int) -> list[FormLine]:
    return list(FormLine.objects.filter(survey__year=year).select_related("indicator", "part_of__indicator"))


def _owners(year: int) -> dict[str, str]:
    """{number of the enterprise: its holding}, as it is known now: a compilation keeps what was known then."""
    held = EnterpriseYear.objects.filter(survey__year=year).exclude(holding=None).order_by("pk")
    return {number: str(holding) for number, holding in held.values_list("enterprise__number", "holding")}


def _waived(year: int) -> dict[str, frozenset[str]]:
    """{number of the enterprise: the indicators it has agreed to}."""
    every = frozenset(FormLine.objects.filter(survey__year=year).values_list("indicator__code", flat=True))
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    waivers = Waiver.objects.for_year(year).order_by("pk").values_list("enterprise__number", "indicator__code")
    for number, indicator in waivers:
        found[number] |= {indicator} if indicator else every
    return dict(found)
