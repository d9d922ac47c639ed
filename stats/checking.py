"""From a received return to an accepted one: checking it, explaining what is strange, correcting, accepting.

received → checked → accepted. A value that changes takes the return back to received. A finding stays on record beside
its value: closed when a later check no longer finds it, open again when it does. No sentence here holds a value.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from stats.finding_words import rule_in_words
from stats.models import EnterpriseReturn, FormLine, ReturnFinding, ReturnStatus, ReturnValue, SurveyYear
from stats.plausibility.checks import check
from stats.plausibility.reports import Finding
from stats.plausibility.sentences import asked_about
from stats.queries.checking import Material, material_of
from stats.querysets import ReturnQuerySet
from zoneportal.messages import Refused
from zoneportal.numbers import plain_number
from zoneportal.rights import require_right

BATCH = 500
LONGEST_EXPLANATION = 500
NAMED = 5  # so many returns are named where acceptance is refused
CHECKED_OR_LATER = (ReturnStatus.CHECKED, ReturnStatus.ACCEPTED)
TAKEN_BACK = ["status", "checked_at", "checked_by", "accepted_at", "accepted_by"]


@dataclass(frozen=True)
class Outcome:
    """How many returns were checked, how many findings stand open on them, and how many without an explanation;
    and how many of their numbers could be compared with nothing, neither last year's nor others'."""

    returns: int
    found: int
    unexplained: int
    uncompared: int


@transaction.atomic
def check_returns(*, survey: SurveyYear, by, returns: ReturnQuerySet | None = None) -> Outcome:
    """Checks what was received of a year: all that `by` may edit, or these of them. Accepted ones are left alone.

    Errors: PermissionDenied; ValidationError where a threshold is not set for the year.
    """
    require_right(by, EnterpriseReturn, "change")
    chosen = EnterpriseReturn.objects.all() if returns is None else returns
    chosen = chosen.filter(entry__survey=survey, status__in=(ReturnStatus.RECEIVED, ReturnStatus.CHECKED))
    held = _held(chosen, by)
    try:
        material = material_of(survey, held)
    except Refused as refused:
        in_words = {name: rule_in_words(given) for name, given in refused.params.items()}
        raise ValidationError(_(refused.message), params=in_words) from refused
    now = timezone.now()
    outcome = _keep_findings(held, material, by, now)
    for each in held:
        each.status, each.checked_at, each.checked_by = ReturnStatus.CHECKED, now, by
    _update(held, EnterpriseReturn, ["status", "checked_at", "checked_by"], by)
    return outcome


def _held(returns: ReturnQuerySet, by) -> list[EnterpriseReturn]:
    """Locked against a change of their values while they are judged, in one order for all."""
    rows = EnterpriseReturn.objects.filter(pk__in=returns.values("pk"))
    rows = rows if by is None else rows.filter(pk__in=EnterpriseReturn.objects.editable_by(by).values("pk"))
    return list(
        rows.select_related("entry__enterprise", "entry__industry_class").select_for_update(of=("self",)).order_by("pk")
    )


def _keep_findings(returns: Collection[EnterpriseReturn], material: Material, by, now: datetime) -> Outcome:
    """Brings the record into agreement with what the checks find now."""
    before: dict[int, dict[tuple, ReturnFinding]] = defaultdict(dict)
    rows = ReturnFinding.objects.filter(enterprise_return__in=[each.pk for each in returns])
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        before[row.enterprise_return_id][row.line_id, row.code] = row
    new, changed = [], []
    total = Counter[str]()
    for each in returns:
        for row in _facts(each, material):
            known = before[each.pk].pop((row.line_id, row.code), None)
            if known is None:
                row.found_at = now
                new.append(row)
            elif _bring_up(known, row, now):
                changed.append(known)
            total["found"] += 1
            total["unexplained"] += not (known or row).explanation
        total["uncompared"] += len(material.without_comparison(each))
        for gone in before[each.pk].values():
            if gone.closed_at is None:
                gone.closed_at = now
                changed.append(gone)
    bulk_create_with_history(new, ReturnFinding, batch_size=BATCH, default_user=by)
    names = ["params", "value", "found_at", "closed_at", "explanation", "explained_at", "explained_by"]
    _update(changed, ReturnFinding, names, by)
    return Outcome(len(returns), total["found"], total["unexplained"], total["uncompared"])


def _facts(enterprise_return: EnterpriseReturn, material: Material) -> Iterable[ReturnFinding]:
    report = material.report(enterprise_return)
    for finding in check(material.form, report, material.thresholds, material.circles_of(enterprise_return)):
        line = material.lines.get(finding.line)
        yield ReturnFinding(
            enterprise_return=enterprise_return,
            line=line,
            code=finding.code,
            params=_stored(finding),
            value=report.values.get(finding.line),
        )


def _stored(finding: Finding) -> dict[str, Any]:
    beside = {name: plain_number(value) for name, value in sorted(finding.beside.items())}
    return {**finding.params, "variant": finding.variant, "beside": beside}


def _bring_up(known: ReturnFinding, now_found: ReturnFinding, now: datetime) -> bool:
    """Whether the record changed. An explanation ends with the value that it is about, or one that stood beside it."""
    if _is_same_question(known, now_found):
        is_changed = known.closed_at is not None or known.params != now_found.params
        known.params, known.closed_at = now_found.params, None
        return is_changed
    known.value, known.params, known.found_at, known.closed_at = now_found.value, now_found.params, now, None
    known.explanation, known.explained_at, known.explained_by = "", None, None
    return True


def _is_same_question(known: ReturnFinding, now_found: ReturnFinding) -> bool:
    before, after = (asked_about(each.code, each.params) for each in (known, now_found))
    return (known.value, before) == (now_found.value, after)


@transaction.atomic
def explain(*, finding: ReturnFinding, by, text: str) -> ReturnFinding:
    """Keeps why a strange value is right. Errors: PermissionDenied; ValidationError (no text, corrected meanwhile)."""
    require_right(by, ReturnFinding, "change")
    rows = ReturnFinding.objects.all() if by is None else ReturnFinding.objects.editable_by(by)
    if not rows.filter(pk=finding.pk).exists():
        raise PermissionDenied(_("This return belongs to a park that is not yours."))
    # The return first, as everywhere: nobody accepts it meanwhile, and no two wait for each other.
    report = EnterpriseReturn.objects.select_for_update(of=("self",)).get(pk=finding.enterprise_return_id)
    if report.status == ReturnStatus.ACCEPTED:
        require_right(by, EnterpriseReturn, "accept")
    locked = ReturnFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    text = text.strip()
    if not text:
        raise ValidationError(_("Write why the number is right, or correct it."))
    if len(text) > LONGEST_EXPLANATION:
        raise ValidationError(
            _("Keep the explanation below %(limit)s characters."), params={"limit": LONGEST_EXPLANATION}
        )
    if locked.closed_at is not None:
        raise ValidationError(_("This finding is settled: the number was corrected meanwhile."))
    locked.explanation, locked.explained_at, locked.explained_by = text, timezone.now(), by
    _update([locked], ReturnFinding, ["explanation", "explained_at", "explained_by"], by)
    return locked


@transaction.atomic
def correct(
    *, enterprise_return: EnterpriseReturn, line: FormLine, value: Decimal | None, seen: Decimal | None, by
) -> Outcome:
    """Changes one number of a return (None: takes it out) and checks the return again. `seen`: what it is to replace.

    Errors: PermissionDenied; ValidationError. Who may not accept returns leaves an accepted one alone.
    """
    require_right(by, EnterpriseReturn, "change")
    held = _held(EnterpriseReturn.objects.filter(pk=enterprise_return.pk), by)
    if not held:
        raise PermissionDenied(_("This return belongs to a park that is not yours."))
    [locked] = held
    if locked.status == ReturnStatus.ACCEPTED:
        require_right(by, EnterpriseReturn, "accept")
    if locked.status == ReturnStatus.NOT_YET:
        raise ValidationError(_("This return was not received yet. Enter it as a whole first."))
    if line.survey_id != locked.entry.survey_id:
        raise ValidationError(_("This line belongs to the form of another year."))
    _write(locked, line, value, seen, by)
    take_back(returns=[locked], by=by)
    survey = SurveyYear.objects.get(pk=line.survey_id)
    return check_returns(survey=survey, by=by, returns=EnterpriseReturn.objects.filter(pk=locked.pk))


def _write(
    enterprise_return: EnterpriseReturn, line: FormLine, value: Decimal | None, seen: Decimal | None, by
) -> None:
    stored = ReturnValue.objects.filter(enterprise_return=enterprise_return, line=line).first()
    if (stored.value if stored else None) != seen:
        raise ValidationError(_("This number was changed in the meantime. Look at it again, then correct it."))
    if value is None and stored:
        stored._history_user = by
        stored.delete()
    elif value is not None:
        row = stored or ReturnValue(enterprise_return=enterprise_return, line=line)
        row.value = value
        row.full_clean()
        row._history_user = by
        row.save()


def take_back(*, returns: Collection[EnterpriseReturn], by) -> int:
    """Returns whose values changed: what was checked or accepted is only received again. Returns how many were.

    Whoever writes values calls it in the same transaction; the returns are locked by the caller.
    """
    back = [each for each in returns if each.status in CHECKED_OR_LATER]
    for each in back:
        each.status = ReturnStatus.RECEIVED
        each.checked_at = each.checked_by = each.accepted_at = each.accepted_by = None
    _update(back, EnterpriseReturn, TAKEN_BACK, by)
    return len(back)


@transaction.atomic
def accept(*, returns: ReturnQuerySet, by) -> int:
    """Accepts these returns, all or none of them. Returns how many were not accepted before.

    Errors: PermissionDenied; ValidationError while one is not checked or a finding on one is not explained.
    """
    require_right(by, EnterpriseReturn, "accept")
    held = [each for each in _held(returns, by) if each.status != ReturnStatus.ACCEPTED]
    unchecked = [each for each in held if each.status != ReturnStatus.CHECKED]
    if unchecked:
        raise ValidationError(
            ngettext(
                "%(count)s return is not received or not checked yet: %(names)s. Check it first.",
                "%(count)s returns are not received or not checked yet: %(names)s. Check them first.",
                len(unchecked),
            ),
            params={"count": len(unchecked), "names": _named(unchecked)},
        )
    _refuse_unexplained(held)
    now = timezone.now()
    for each in held:
        each.status, each.accepted_at, each.accepted_by = ReturnStatus.ACCEPTED, now, by
    _update(held, EnterpriseReturn, ["status", "accepted_at", "accepted_by"], by)
    return len(held)


def _refuse_unexplained(held: Collection[EnterpriseReturn]) -> None:
    keys = [each.pk for each in held]
    open_ones = ReturnFinding.objects.unexplained().filter(enterprise_return__in=keys)
    counts = Counter(open_ones.values_list("enterprise_return_id", flat=True))
    if counts:
        where = [each for each in held if each.pk in counts]
        raise ValidationError(
            ngettext(
                "%(count)s finding is not explained, in the return of %(names)s. Correct or explain it first.",
                "%(count)s findings are not explained, in returns of %(names)s. Correct or explain them first.",
                counts.total(),
            ),
            params={"count": counts.total(), "names": _named(where)},
        )


def _named(returns: list[EnterpriseReturn]) -> str:
    names = _(", ").join(str(each.entry.enterprise) for each in returns[:NAMED])
    return (
        _("%(names)s and %(more)s more") % {"names": names, "more": len(returns) - NAMED}
        if len(returns) > NAMED
        else names
    )


def _update(rows: Collection, model, names: list[str], by) -> None:
    if rows:
        bulk_update_with_history(list(rows), model, names, batch_size=BATCH, default_user=by)
