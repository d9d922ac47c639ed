"""Freezing a survey year: who stood in which park on 31 December, and who is asked for a return.

Freezing again, after the register was corrected, changes only what was agreed to; a return that has come in, and the
entry that it belongs to, are never removed.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats.asking import is_asked, not_asked_sentence, why_not_asked
from stats.models import (
    CompilationInput,
    EnterpriseReturn,
    EnterpriseYear,
    FormLine,
    ReturnFinding,
    ReturnStatus,
    ReturnValue,
    SurveyYear,
)
from stats.queries.year_end import at_year_end, last_day, main_industries_when_frozen
from stats.year_path import BLOCKED, DONE, OPEN, TITLES, Step
from zoneportal.rights import has_right, require_right
from zoneportal.spreadsheets.records import bulk, loading

FROM_REGISTER = ("park", "industry_class", "main_industry", "holding", "legal_status", "is_industrial")

NO_LINES = gettext_lazy("The form of this year asks nothing yet. Add its lines, or copy the form of last year.")
NOT_BEGUN = gettext_lazy("This year has not begun: the register cannot say who stands in it.")
NOBODY = gettext_lazy(
    "No enterprise of the register is in a park on 31 December %(year)s. Enter the registrations (入区登记) first."
)
LOOK_AGAIN = gettext_lazy("Nothing was frozen: look at what would change, then confirm.")
CHANGED_SINCE = gettext_lazy("The register was changed in the meantime. Nothing was frozen: look again, then confirm.")


@dataclass(frozen=True)
class Changed:
    entry: EnterpriseYear  # as it would be
    before: dict[str, Any]  # by attname, what changes
    has_return: bool


@dataclass
class FreezePlan:
    """What freezing would do now. `kept` and `answered` are named to the clerk: they stay although the register or
    the form would no longer ask them."""

    survey: SurveyYear
    is_over: bool  # whether 31 December has passed
    total: int = 0
    new: list[EnterpriseYear] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[EnterpriseYear] = field(default_factory=list)
    kept: list[EnterpriseYear] = field(default_factory=list)  # left the register, but their return is in
    asked: list[EnterpriseYear] = field(default_factory=list)  # a return is to be made for them
    unasked: list[EnterpriseReturn] = field(default_factory=list)  # their empty return goes
    answered: list[EnterpriseReturn] = field(default_factory=list)  # nobody asks them any more, but they have answered
    spared: list[tuple[EnterpriseYear, str]] = field(default_factory=list)  # are asked nothing, and why
    without_industry: list[EnterpriseYear] = field(default_factory=list)  # are asked, and have no main industry

    @property
    def is_again(self) -> bool:
        return self.survey.frozen_at is not None

    @property
    def needs_consent(self) -> bool:
        return self.is_again or not self.is_over

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone or self.asked or self.unasked)

    @property
    def mark(self) -> str:
        """Of everything that was looked at: consent is to exactly this."""
        said = [
            self.is_over,
            [(each.enterprise_id, *_said(each)) for each in self.new],
            [(each.entry.pk, _said(each.entry), sorted(each.before.items())) for each in self.changed],
            [each.pk for each in self.gone],
            [each.enterprise_id for each in self.asked],
            [each.pk for each in self.unasked],
        ]
        return hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()


def _said(entry: EnterpriseYear) -> tuple[Any, ...]:
    return tuple(getattr(entry, EnterpriseYear._meta.get_field(name).attname) for name in FROM_REGISTER)


def plan_of(survey: SurveyYear) -> FreezePlan:
    """Writes nothing. Some ten queries, however many enterprises. Errors: ValidationError."""
    today = timezone.localdate()
    lines = list(FormLine.objects.filter(survey=survey).order_by("pk"))
    if not lines:
        raise ValidationError(NO_LINES)
    if survey.year > today.year:
        raise ValidationError(NOT_BEGUN)
    register = at_year_end(survey)
    if not register:
        raise ValidationError(NOBODY, params={"year": survey.year})
    plan = FreezePlan(survey, is_over=today > last_day(survey.year), total=len(register))
    stored = {entry.enterprise_id: entry for entry in _entries(survey)}
    returns = {each.entry_id: each for each in _returns(survey)}
    _compare_entries(plan, register, stored, returns)
    staying = [entry for entry in stored.values() if entry not in plan.gone]
    _compare_returns(plan, lines, [*plan.new, *staying], returns)
    return plan


def _entries(survey: SurveyYear) -> list[EnterpriseYear]:
    inputs = CompilationInput.objects.filter(entry=OuterRef("pk"))
    entries = EnterpriseYear.objects.filter(survey=survey).annotate(was_compiled=Exists(inputs))
    return list(entries.select_related("enterprise").order_by("enterprise__number", "pk"))


def _returns(survey: SurveyYear) -> list[EnterpriseReturn]:
    """`holds` says whether there is anything that must not be lost."""
    own = {"enterprise_return": OuterRef("pk")}
    holds = (
        ~Q(status=ReturnStatus.NOT_YET)
        | Exists(ReturnValue.objects.filter(**own))
        | Exists(ReturnFinding.objects.filter(**own))
        | Exists(CompilationInput.objects.filter(entry=OuterRef("entry")))
    )
    returns = EnterpriseReturn.objects.filter(entry__survey=survey).annotate(holds=holds)
    return list(returns.select_related("entry__enterprise", "entry__survey").order_by("entry__enterprise__number"))


def _compare_entries(
    plan: FreezePlan,
    register: dict[int, EnterpriseYear],
    stored: dict[int, EnterpriseYear],
    returns: dict[int, EnterpriseReturn],
) -> None:
    plan.new = [entry for key, entry in register.items() if key not in stored]
    by_hand = main_industries_when_frozen(plan.survey) if stored else {}
    for key, entry in stored.items():
        own = returns.get(entry.pk)
        holds = entry.was_compiled or (own is not None and own.holds)
        if key not in register:
            (plan.kept if holds else plan.gone).append(entry)
            continue
        is_corrected = by_hand.get(entry.pk, entry.main_industry_id) != entry.main_industry_id
        before = _take(entry, register[key], keep_industry=is_corrected)
        if before:
            plan.changed.append(Changed(entry, before, has_return=holds))


def _take(entry: EnterpriseYear, now: EnterpriseYear, *, keep_industry: bool) -> dict[str, Any]:
    """Gives the entry what the register says now; what it said before, by attname."""
    before = {}
    for name in FROM_REGISTER:
        attname = EnterpriseYear._meta.get_field(name).attname
        if getattr(entry, attname) != getattr(now, attname) and not (keep_industry and name == "main_industry"):
            before[attname] = getattr(entry, attname)
            setattr(entry, attname, getattr(now, attname))
    return before


def _compare_returns(
    plan: FreezePlan, lines: list[FormLine], entries: list[EnterpriseYear], returns: dict[int, EnterpriseReturn]
) -> None:
    for entry in entries:
        own = returns.get(entry.pk) if entry.pk else None
        if is_asked(entry, lines):
            if entry.main_industry_id is None:
                plan.without_industry.append(entry)
            if own is None:
                plan.asked.append(entry)
            continue
        if own is not None:
            (plan.answered if own.holds else plan.unasked).append(own)
        if own is None or not own.holds:
            plan.spared.append((entry, why_not_asked(entry, lines)))
    plan.unasked += [returns[entry.pk] for entry in plan.gone if entry.pk in returns]


@transaction.atomic
def freeze_year(*, survey: SurveyYear, by: Any, mark: str = "") -> FreezePlan:
    """Freezes the year, or brings a frozen one to what the register says now. Returns what was done.

    `mark`: of the plan that was looked at; needed before the year is over and where it was frozen before.
    Errors: PermissionDenied; ValidationError.
    """
    require_right(by, SurveyYear, "change")
    loading.lock({EnterpriseYear, EnterpriseReturn, ReturnValue})
    survey = SurveyYear.objects.select_for_update().get(pk=survey.pk)
    plan = plan_of(survey)
    if mark and mark != plan.mark:
        raise ValidationError(CHANGED_SINCE)
    if plan.needs_consent and not mark:
        raise ValidationError(LOOK_AGAIN)
    survey.frozen_at, survey.frozen_by = timezone.now(), by
    survey._history_user = by
    survey.save()
    _write(plan, by, survey.frozen_at)
    return plan


def _write(plan: FreezePlan, by: Any, at: datetime) -> None:
    evidence = bulk.Evidence(job=None, user=by, reason=_("Frozen")[:100], at=at)
    if plan.unasked:
        bulk.remove(EnterpriseReturn, plan.unasked, evidence)
    if plan.gone:
        bulk.remove(EnterpriseYear, plan.gone, evidence)
    if plan.changed:
        bulk.change(EnterpriseYear, [each.entry for each in plan.changed], FROM_REGISTER, evidence)
    if plan.new:
        bulk.create(EnterpriseYear, plan.new, evidence)
    if plan.asked:
        bulk.create(EnterpriseReturn, [EnterpriseReturn(entry=entry) for entry in plan.asked], evidence)


@transaction.atomic
def settle_returns(*, survey: SurveyYear, by: Any) -> int:
    """After the form or an entry was corrected: everybody asked has a return, nobody else an empty one.

    Returns how many were made or taken away. Does nothing before the year is frozen.
    """
    if survey.frozen_at is None:
        return 0
    loading.lock({EnterpriseYear, EnterpriseReturn, ReturnValue})
    lines = list(FormLine.objects.filter(survey=survey).order_by("pk"))
    plan = FreezePlan(survey, is_over=True)
    _compare_returns(plan, lines, _entries(survey), {each.entry_id: each for each in _returns(survey)})
    _write(plan, by, timezone.now())
    return len(plan.asked) + len(plan.unasked)


def step(survey: SurveyYear, user: Any) -> Step:
    """The step of the guided path. Two queries, three or four once the year is frozen."""
    title = _(TITLES["freeze"])
    may = has_right(user, SurveyYear, "change")
    url = reverse("admin:stats_surveyyear_freeze", args=[survey.pk]) if may else ""
    if survey.frozen_at:
        count = EnterpriseYear.objects.filter(survey=survey).count()
        said = ngettext(
            "%(count)s enterprise was in the parks on 31 December %(year)s.",
            "%(count)s enterprises were in the parks on 31 December %(year)s.",
            count,
        ) % {"count": count, "year": survey.year}
        said = f"{said} {not_asked_sentence(survey, user)}".rstrip()
        return Step("freeze", title, DONE, said, url, _("Compare with the register") if may else "")
    if not survey.lines.exists():
        return Step("freeze", title, BLOCKED, _("Waits for the lines of the form."))
    today = timezone.localdate()
    if survey.year > today.year:
        return Step("freeze", title, BLOCKED, str(NOT_BEGUN))
    said = _("Writes down who was in which park on 31 December, and who is asked.")
    if today <= last_day(survey.year):
        said = _("31 December has not passed yet: freezing now takes a confirmation, and should be done again later.")
    return Step("freeze", title, OPEN, said, url, _("Freeze the register") if may else "")
