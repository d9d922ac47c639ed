"""Disclosure control of a release: withholds what would give an enterprise away, and keeps what the audit found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_update_with_history

from stats.disclosure.audit import AuditResult, audit
from stats.disclosure.problem import Key, NoSafeTable, OutOfTime, Problem, Rules, SolverFailed, Withheld
from stats.disclosure.protection import protect
from stats.disclosure.surveys import useless_breakdowns
from stats.marks import CONFIDENTIAL
from stats.models import Figure, Protection, Release, ReleaseStatus, WithheldValue
from stats.queries.approval_sheet import figures_of, figures_sha256
from stats.queries.protection_input import ReleaseProblem, grounds_of, release_problem
from stats.queries.turnout import turnout_of
from zoneportal.rights import require_right
from zoneportal.spreadsheets.records.marks import one_state

SECONDS = 60  # for each; a release takes ten
BATCH = 500
FAILURES = {NoSafeTable: "no_safe_table", OutOfTime: "out_of_time", SolverFailed: "solver_failed"}
MOVED = gettext_lazy(
    "Figures, returns or other releases were changed while disclosure control ran. Nothing was withheld or shown. "
    "Run it again."
)


@dataclass(frozen=True)
class _Solved:
    """What was found of the figures as they stood. `withheld` is None where no choice passed."""

    withheld: Mapping[Key, Withheld] | None
    result: dict[str, Any]


def protect_release(*, release: Release, by) -> Protection:
    """Withholds values of the draft, shows again what may be shown, and audits what is left.

    The result holds for exactly these figures. Where no safe choice was found, or the audit still computes a value,
    nothing is changed and the stored result says so (`is_safe` false): the release cannot go into review.
    It is computed outside any transaction, so that nobody waits for it; what was changed meanwhile refuses it.
    Errors: PermissionDenied; ValidationError when it is no draft, when its figures are not those of the returns, or
    when they were changed meanwhile.
    """
    require_right(by, Protection, "add")
    rules = Rules(settings.DISCLOSURE_CONTRIBUTORS, settings.DISCLOSURE_PERCENT)
    with one_state():
        seen = Release.objects.get(pk=release.pk)
        _require_draft(seen)
        grounds, found = grounds_of(seen), release_problem(seen, rules)
    solved = _solved(found, rules, grounds)
    return _kept(release, by, found.problem, rules, grounds, solved)


def _require_draft(release: Release) -> None:
    if release.status != ReleaseStatus.DRAFT:
        raise ValidationError(_("Only a draft is protected. Send the release back to draft first."))


def _solved(found: ReleaseProblem, rules: Rules, grounds: str) -> _Solved:
    began = monotonic()
    try:
        protected = protect(found.problem, rules, SECONDS)
        checked = audit(found.problem, protected.withheld, rules, SECONDS)
    except (NoSafeTable, OutOfTime, SolverFailed) as error:
        return _Solved(None, {"failure": FAILURES[type(error)]})
    result = {**_counts(protected.withheld), **_findings(found, checked), "grounds": grounds}
    if not checked.ok:
        return _Solved(None, {**result, "failure": "audit", "seconds": round(monotonic() - began, 1)})
    try:
        result["coarser"] = _coarser(found, useless_breakdowns(found.problem, protected.withheld, rules))
    except (NoSafeTable, OutOfTime, SolverFailed) as error:  # advice: what is safe stays safe without it
        result["coarser"], result["no_advice"] = {}, FAILURES[type(error)]
    return _Solved(protected.withheld, {**result, "seconds": round(monotonic() - began, 1)})


@transaction.atomic
def _kept(release: Release, by, problem: Problem, rules: Rules, grounds: str, solved: _Solved) -> Protection:
    """Applies and stores what was found, if everything that it was found of still stands.

    All releases are locked as in stats.releasing: what another one locks meanwhile comes before or after, not between.
    """
    list(Release.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    locked = Release.objects.get(pk=release.pk)
    _require_draft(locked)
    list(locked.figures.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    fresh = release_problem(locked, rules)
    if fresh.problem != problem or grounds_of(locked) != grounds:
        raise ValidationError(MOVED)
    if solved.withheld is None:
        return _stored(locked, by, is_safe=False, result=solved.result)
    _apply(fresh.figures, solved.withheld, by)
    turnout = [astuple(each) for each in turnout_of(figures_of(locked))]
    return _stored(locked, by, is_safe=True, result={**solved.result, "turnout": turnout})


def _counts(withheld: Mapping[Key, Withheld]) -> dict[str, int]:
    kinds = Counter(each.kind for each in withheld.values())
    return {"primary": kinds["primary"], "secondary": kinds["secondary"]}


def _findings(found: ReleaseProblem, checked: AuditResult) -> dict[str, Any]:
    """What the audit says, by figures and sums, without a value and without an enterprise."""
    return {
        "cells": len(found.figures),
        "attacked": checked.checked,
        "exposed": [{"cells": [_named(key) for key in each.cells], "by": each.kind} for each in checked.exposed],
        "public_before": [_named(key) for key in checked.public_before],
    }


def _coarser(found: ReleaseProblem, useless: Mapping[tuple, str]) -> dict[str, str]:
    """{"revenue 2025": what to publish instead of its parks by industries in that year}."""
    years = {key[:2]: figure.year for key, figure in found.figures.items() if isinstance(key, tuple)}
    return {f"{key[1]} {years[key]}": instead for key, instead in useless.items()}


def _named(key: Key) -> str:
    """ "revenue park:kj" of the compilation's cell; the key of a figure or a difference as it stands."""
    if isinstance(key, tuple) and len(key) == 3 and isinstance(key[2], str):
        return f"{key[1]} {key[2]}" if isinstance(key[1], str) else f"{' '.join(key[1])} {key[2]}"
    return "difference of two vintages" if isinstance(key, tuple) and key[0] == "change" else str(key)


def _apply(figures: Mapping[Key, Figure], withheld: Mapping[Key, Withheld], by) -> None:
    """Moves values out of the figures and back. Whatever reads a figure finds a value or the mark."""
    hidden, settled, changed = [], [], []
    for key, figure in figures.items():
        why, value = withheld.get(key), figure.known_value
        if why is not None and value is not None:
            reasons = {"reason": why.reason, "qualifier": _qualifier(figure)}
            hidden.append(WithheldValue(figure=figure, value=value, kind=why.kind, reasons=reasons))
            if figure.value is not None:
                figure.value, figure.mark, figure.qualifier = None, CONFIDENTIAL, ""
                changed.append(figure)
        elif hasattr(figure, "withheld"):
            settled.append(figure.pk)
            if figure.mark == CONFIDENTIAL:  # else somebody typed over it since
                figure.value, figure.mark, figure.qualifier = value, "", _qualifier(figure)
                changed.append(figure)
    WithheldValue.objects.filter(figure__in=[*settled, *(each.figure_id for each in hidden)]).delete()
    WithheldValue.objects.bulk_create(hidden, batch_size=BATCH)
    bulk_update_with_history(changed, Figure, ["value", "mark", "qualifier"], batch_size=BATCH, default_user=by)


def _qualifier(figure: Figure) -> str:
    """The word beside the number, which goes and comes with it."""
    return figure.withheld.reasons.get("qualifier", "") if hasattr(figure, "withheld") else figure.qualifier


def _stored(release: Release, by, *, is_safe: bool, result: dict[str, Any]) -> Protection:
    return Protection.objects.create(
        release=release,
        made_at=timezone.now(),
        made_by=by,
        figures_sha256=figures_sha256(release),
        is_safe=is_safe,
        result=result,
    )
