"""Compiling a year: figures from accepted returns, what they were made from, and the proof that they can be made again.

A figure that was typed, stands in review or is decided is left alone. Beside a released one comes a revision.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from enterprises.models import IndustryTag
from enterprises.queries.named import refuse_enterprises
from parks.models import Park
from parks.scope import covers_all_parks
from stats import scope
from stats.code_version import code_version
from stats.compiling import compiled, digest_of_figures, digest_of_input, lines_in, stored_values
from stats.marks import CONFIDENTIAL
from stats.models import (
    Compilation,
    CompilationInput,
    CompiledFigure,
    EnterpriseReturn,
    Figure,
    ReleaseStatus,
    SurveyYear,
    WithheldValue,
)
from stats.queries.compile_input import read_by
from stats.queries.compile_plan import ADDED, CHANGED, REMOVED, REVISED, SAME, Change, Plan, plan
from zoneportal.rights import require_right

BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """`is_new` is false when the last compilation stands: the same input, and figures as it left them."""

    compilation: Compilation
    plan: Plan
    is_new: bool


@dataclass(frozen=True)
class Recomputed:
    """What came of compiling the stored input once more. `moved`: figures that no longer hold what was compiled."""

    same_input: bool
    same_figures: bool
    moved: tuple[Figure, ...]

    @property
    def is_same(self) -> bool:
        return self.same_input and self.same_figures and not self.moved


@transaction.atomic
def compile_year(*, survey: SurveyYear, vintage: int, by, reason: str = "", seen: str = "") -> Outcome:
    """Makes the figures of a year in one vintage. `reason` goes with revisions of released figures.

    `seen` is that of the plan that was agreed to, empty where nobody was asked.
    Errors: PermissionDenied; ValidationError where nothing can be compiled or the plan is another one by now.
    """
    require_compiler(by)
    # The year is the lock: of two who compile at once the second finds the work done.
    found = plan(SurveyYear.objects.select_for_update().get(pk=survey.pk), vintage, hold=True)
    if seen and seen != found.seen:
        raise ValidationError(
            _("Returns or figures were changed in the meantime. Look at the list again, then confirm.")
        )
    if found.last is not None and not found.is_new:
        return Outcome(found.last, found, is_new=False)
    if found.of(REVISED) and not reason.strip():
        raise ValidationError(
            {"reason": _("Released figures would change. Give the reason; it is published with them.")}
        )
    refuse_enterprises({"reason": reason})
    compilation = _stored(found, by)
    _remove(found.of(REMOVED))
    made = [
        *_add(found.of(ADDED), survey.year, vintage, by),
        *_revise(found.of(REVISED), by, reason.strip()),
        *_change(found.of(CHANGED), by),
        *(change for change in found.of(SAME) if _is_draft(change)),
    ]
    _link(made, compilation)
    return Outcome(compilation, found, is_new=True)


def require_compiler(by) -> None:
    """Errors: PermissionDenied. A compilation reads the returns of all parks, so it is for who may see them all."""
    require_right(by, Compilation, "add")
    require_right(by, EnterpriseReturn, "view")
    if by is not None and not covers_all_parks(by):
        raise PermissionDenied(_("A compilation is about all parks. Ask the statistician of the zone."))


def recompute(compilation: Compilation) -> Recomputed:
    """Compiles the stored input by the stored rules and compares. Three queries; nothing is written."""
    entries = read_by(compilation)
    sums = compiled(lines_in(compilation.rules), entries, compilation.rules["breakdowns"])
    again = {(each.indicator, each.scope): each.value for each in sums}
    figures = Figure.objects.filter(compiled__compilation=compilation).select_related("indicator", "withheld", "park")
    moved = [
        figure
        for figure in figures.select_related("definition", "industry").order_by("indicator__code", "scope_key", "pk")
        if again.get((figure.indicator.code, figure.scope_key)) != figure.known_value
    ]
    return Recomputed(
        same_input=digest_of_input(compilation.rules, entries) == compilation.inputs_sha256,
        same_figures=digest_of_figures(sums) == compilation.figures_sha256,
        moved=tuple(moved),
    )


def _stored(found: Plan, by) -> Compilation:
    compilation = Compilation.objects.create(
        survey=found.survey,
        vintage=found.vintage,
        compiled_at=timezone.now(),
        compiled_by=by,
        code_version=code_version(),
        rules=found.rules,
        inputs_sha256=found.inputs_sha256,
        figures_sha256=found.figures_sha256,
        return_count=len(found.accepted.entries),
        figure_count=len(found.sums),
    )
    inputs = [
        CompilationInput(
            compilation=compilation,
            entry_id=found.accepted.keys[entry.number],
            scope=entry.scope(),
            values=stored_values(entry),
        )
        for entry in found.accepted.entries
    ]
    CompilationInput.objects.bulk_create(inputs, batch_size=BATCH)
    return compilation


def _remove(changes: list[Change]) -> None:
    Figure.objects.filter(pk__in=[change.figure.pk for change in changes]).delete()


def _add(changes: list[Change], year: int, vintage: int, by) -> list[Change]:
    parks = dict(Park.objects.values_list("code", "pk"))
    industries = dict(IndustryTag.objects.values_list("code", "pk"))
    figures = []
    for change in changes:
        parts = dict(scope.parts(change.scope))
        figures.append(
            Figure(
                indicator_id=change.definition.indicator_id,
                definition=change.definition,
                year=year,
                park_id=parks[parts["park"]] if "park" in parts else None,
                industry_id=industries[parts["industry"]] if "industry" in parts else None,
                size_class=parts.get("size", ""),
                scope_key=change.scope,
                vintage=vintage,
                value=change.new,
                is_sample=change.is_sample,
            )
        )
    return _created(changes, figures, by)


def _revise(changes: list[Change], by, reason: str) -> list[Change]:
    """A withheld figure's revision is withheld as well, until disclosure control has looked at it anew."""
    figures = []
    for change in changes:
        old = change.figure
        is_withheld = hasattr(old, "withheld")
        figures.append(
            Figure(
                **{name: getattr(old, name) for name in ("indicator_id", "year", "park_id", "industry_id")},
                **{name: getattr(old, name) for name in ("size_class", "scope_key", "vintage", "note_zh", "note_en")},
                definition=change.definition,
                revision=old.revision + 1,
                value=None if is_withheld else change.new,
                mark=CONFIDENTIAL if is_withheld else "",
                reason=reason,
                is_sample=change.is_sample,
            )
        )
    made = _created(changes, figures, by)
    WithheldValue.objects.bulk_create(
        WithheldValue(
            figure=after.figure,
            value=after.new,
            kind=before.figure.withheld.kind,
            reasons=before.figure.withheld.reasons,
        )
        for before, after in zip(changes, made, strict=True)
        if after.figure.mark
    )
    return made


def _created(changes: list[Change], figures: list[Figure], by) -> list[Change]:
    stored = bulk_create_with_history(figures, Figure, batch_size=BATCH, default_user=by)
    return [replace(change, figure=figure) for change, figure in zip(changes, stored, strict=True)]


def _change(changes: list[Change], by) -> list[Change]:
    """The new value of a withheld figure is withheld, too: it goes where the old one was."""
    hidden = []
    for change in changes:
        change.figure.definition, change.figure.is_sample = change.definition, change.is_sample
        if hasattr(change.figure, "withheld"):
            change.figure.withheld.value = change.new
            change.figure.value, change.figure.mark, change.figure.qualifier = None, CONFIDENTIAL, ""
            hidden.append(change.figure.withheld)
        else:
            change.figure.value = change.new
    WithheldValue.objects.bulk_update(hidden, ["value"], batch_size=BATCH)
    figures = [change.figure for change in changes]
    names = ["value", "mark", "qualifier", "definition", "is_sample"]
    bulk_update_with_history(figures, Figure, names, batch_size=BATCH, default_user=by)
    return changes


def _is_draft(change: Change) -> bool:
    return change.figure.release is None or change.figure.release.status == ReleaseStatus.DRAFT


def _link(made: Iterable[Change], compilation: Compilation) -> None:
    """Says of each figure from which compilation it is, and from how many returns."""
    counts = {change.figure.pk: change.sum.contributors for change in made}
    linked = list(CompiledFigure.objects.filter(figure__in=counts))
    for each in linked:
        each.compilation, each.contributors = compilation, counts.pop(each.figure_id)
    CompiledFigure.objects.bulk_update(linked, ["compilation", "contributors"], batch_size=BATCH)
    CompiledFigure.objects.bulk_create(
        (
            CompiledFigure(figure_id=pk, compilation=compilation, contributors=contributors)
            for pk, contributors in counts.items()
        ),
        batch_size=BATCH,
    )
