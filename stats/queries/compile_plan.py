"""What compiling would do to the figures of a year: old and new side by side, and what is left alone, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from stats.compiling import Sum, compiled, digest_of_figures, digest_of_input, rules, told_by
from stats.models import Compilation, Figure, IndicatorDefinition, Release, ReleaseStatus, SurveyYear
from stats.queries.compile_input import Accepted, accepted
from zoneportal.messages import N_, Refused

ADDED, CHANGED, REVISED, REMOVED, SAME = "added", "changed", "revised", "removed", "same"
TYPED, IN_REVIEW, PLANNED, GONE = "typed", "in_review", "planned", "gone"
WRITTEN = (ADDED, CHANGED, REVISED, REMOVED)
LEFT_ALONE: dict[str, str] = {
    TYPED: N_("typed or imported by hand: a compilation never overwrites it"),
    IN_REVIEW: N_("in a release in review: send that back to draft, then compile again"),
    PLANNED: N_("in a release that is decided and not public yet: call that off, or compile again when it is public"),
    GONE: N_("released, but no accepted return gives a value any more: revise it by hand and say why"),
}


@dataclass(frozen=True)
class Change:
    """One figure: what stands (None: nothing), what the returns give (None: nothing), and what is done about it."""

    kind: str
    indicator: str  # code
    scope: str
    figure: Figure | None = None  # the newest revision, with its definition, release, compiled and withheld
    sum: Sum | None = None
    definition: IndicatorDefinition | None = None  # of the new value
    is_sample: bool = False  # whether a sample return is in the new value

    @property
    def old(self) -> Decimal | None:
        return self.figure.known_value if self.figure else None

    @property
    def new(self) -> Decimal | None:
        return self.sum.value if self.sum else None


@dataclass(frozen=True)
class Plan:
    survey: SurveyYear
    vintage: int
    accepted: Accepted
    rules: dict
    sums: tuple[Sum, ...]
    inputs_sha256: str
    figures_sha256: str
    changes: tuple[Change, ...]
    last: Compilation | None

    def of(self, *kinds: str) -> list[Change]:
        return [change for change in self.changes if change.kind in kinds]

    @property
    def left_alone(self) -> list[Change]:
        return self.of(*LEFT_ALONE)

    @property
    def is_new(self) -> bool:
        """Whether there is anything to do: another input, or other figures than the last compilation left."""
        same = self.last is not None and (self.last.inputs_sha256, self.last.figures_sha256) == (
            self.inputs_sha256,
            self.figures_sha256,
        )
        return not same or bool(self.of(*WRITTEN))

    @property
    def seen(self) -> str:
        """What a confirmation agrees to, in one word: the input and every old and new value."""
        rows = [(each.kind, each.indicator, each.scope, str(each.old), str(each.new)) for each in self.changes]
        return sha256(repr([self.inputs_sha256, rows]).encode()).hexdigest()


def plan(survey: SurveyYear, vintage: int, *, hold: bool = False) -> Plan:
    """Six queries, whatever the number of returns; seven with `hold`, which keeps returns and releases as they are.

    Errors: ValidationError where nothing can be compiled; the sentence says what to do.
    """
    if survey.frozen_at is None:
        raise ValidationError(_("Freeze the year first: a figure needs to know where each enterprise stood."))
    found = accepted(survey, hold=hold)
    if not found.lines:
        raise ValidationError(_("The form of this year asks nothing yet. Add its lines first."))
    if not found.entries:
        raise ValidationError(_("No return is accepted yet. Only accepted returns are compiled."))
    stored_rules = rules(found.lines)
    sums = tuple(_compiled(found))
    standing = _newest(survey, vintage, found, hold=hold)
    last = Compilation.objects.filter(survey=survey, vintage=vintage).order_by("-pk").first()
    return Plan(
        survey=survey,
        vintage=vintage,
        accepted=found,
        rules=stored_rules,
        sums=sums,
        inputs_sha256=digest_of_input(stored_rules, found.entries),
        figures_sha256=digest_of_figures(sums),
        changes=tuple(_changes(sums, standing, found)),
        last=last,
    )


def _compiled(found: Accepted) -> list[Sum]:
    try:
        return compiled(found.lines, found.entries)
    except Refused as refused:
        names = {code: definition.indicator.name for code, definition in found.definitions.items()}
        params = refused.params | {"indicator": names.get(refused.params.get("indicator", ""), "")}
        raise ValidationError(_(refused.message) % params) from refused


def _newest(survey: SurveyYear, vintage: int, found: Accepted, *, hold: bool) -> dict[tuple[str, str], Figure]:
    indicators = [definition.indicator_id for definition in found.definitions.values()]
    figures = Figure.objects.filter(year=survey.year, vintage=vintage).filter(
        Q(indicator__in=indicators) | Q(compiled__compilation__survey=survey)
    )
    related = ("indicator", "definition", "release", "compiled", "withheld")
    rows = figures.select_related(*related).order_by("revision", "pk")
    if hold:
        # Releases before figures, in the order of everybody who holds both.
        of_figures = Release.objects.filter(pk__in=figures.exclude(release=None).values("release"))
        held = {None, *of_figures.select_for_update().order_by("pk").values_list("pk", flat=True)}
        rows = rows.select_for_update(of=("self",))
        if any(figure.release_id not in held for figure in rows):
            raise ValidationError(_("Figures of this year are being put into a release right now. Try again."))
    return {(each.indicator.code, each.scope_key): each for each in rows}


def _changes(sums: Iterable[Sum], standing: Mapping[tuple[str, str], Figure], read: Accepted) -> list[Change]:
    by_key, invented = {(each.indicator, each.scope): each for each in sums}, told_by(read.invented)
    found = []
    for key in sorted(by_key.keys() | standing.keys()):
        figure, new = standing.get(key), by_key.get(key)
        definition = read.definitions[new.indicator] if new else None
        kind = _kind(figure, new, (definition, key in invented))
        if kind:
            found.append(Change(kind, *key, figure, new, definition, key in invented))
    return found


def _kind(figure: Figure | None, new: Sum | None, made_by: tuple[IndicatorDefinition | None, bool]) -> str:
    """What becomes of one figure; empty where it is none of a compilation's business.

    `made_by`: the definition of the new value, and whether it is sample data. Either is changed like a value.
    """
    if figure is None:
        return ADDED
    if not hasattr(figure, "compiled") or figure.known_value is None:
        return TYPED if new else ""
    if new and (figure.known_value, figure.definition, figure.is_sample) == (new.value, *made_by):
        return SAME
    release = figure.release
    if release is None or release.status == ReleaseStatus.DRAFT:
        return CHANGED if new else REMOVED
    if release.status == ReleaseStatus.IN_REVIEW:
        return IN_REVIEW
    if release.released_at > timezone.now():
        return PLANNED
    return REVISED if new else GONE
