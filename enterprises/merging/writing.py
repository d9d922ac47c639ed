"""The merge: one transaction, one job, one history for both records."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.merging.comparing import GOES, STAYS, Comparison, compare
from enterprises.merging.relations import FOLLOWING, MOVED, TAGS, Moved
from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseFormerNumber, EnterpriseTag
from zoneportal.rights import has_right
from zoneportal.spreadsheets.models import ImportJob, JobKind, JobState
from zoneportal.spreadsheets.records import bulk, loading

CHANGED_SINCE = gettext_lazy(
    "Somebody changed one of the two records while you were choosing. Nothing is merged yet: look again, then decide."
)
CHOOSE = gettext_lazy("Choose which of the two stays.")
PUBLIC = gettext_lazy("One of the two enterprises is public. Merging them takes the right to confirm enterprises.")
ELSEWHERE = gettext_lazy(
    "Some registrations of these enterprises are in parks that you do not work for. Ask the zone office to merge them."
)
APART = gettext_lazy(
    "The statistics office works with each of these two enterprises by itself: both stand in one survey year, or in "
    "one holding at the same time. Ask the statistics office before you merge them."
)
REASON_LIMIT = 100  # of simple_history's column


@dataclass(frozen=True)
class Choices:
    """What the clerk decided. Sides are STAYS or GOES."""

    mark: str  # of the comparison that was looked at
    values: dict[str, str] = field(default_factory=dict)  # by the first name of a value
    conflicts: dict[str, str] = field(default_factory=dict)  # by key
    main: int | None = None  # key of the main industry, where both have one
    keeps_name: bool = True  # the name that is not chosen becomes a former name
    name_until: date | None = None
    is_public: bool = False  # heeded where one of the two is
    reason: str = ""


@dataclass
class _Work:
    """What is to be written, by model."""

    removed: dict[type[models.Model], list[int]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    created: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))

    def needed(self) -> set[tuple[str, type[models.Model]]]:
        """The rights it takes: {("delete", Registration), …}."""
        words = {"delete": set(self.removed), "change": set(self.changed), "add": set(self.created)}
        return {(word, model) for word, several in words.items() for model in several}


def refusal(*, stays: Enterprise, goes: Enterprise, by: Any) -> str:
    """Why the user cannot merge these two at all; "" where it can be done. Errors: PermissionDenied.

    Three queries, two for each kind that follows.
    """
    if stays.pk == goes.pk or not (has_right(by, Enterprise, "change") and has_right(by, Enterprise, "delete")):
        raise PermissionDenied
    keys = [stays.pk, goes.pk]
    if Enterprise.objects.editable_by(by).filter(pk__in=keys).count() < len(keys):
        raise PermissionDenied
    if any(each.confirmed_at for each in (stays, goes)) and not has_right(by, Enterprise, "confirm"):
        return str(PUBLIC)
    stored = stays.registrations.model.objects.filter(enterprise__in=keys)
    if stored.exclude(pk__in=stored.editable_by(by).values("pk")).exists():
        return str(ELSEWHERE)
    return str(APART) if any(_are_apart(moved, stays, goes) for moved in FOLLOWING) else ""


def _are_apart(moved: Moved, stays: Enterprise, goes: Enterprise) -> bool:
    there = moved.of(stays)
    return any(moved.are_rivals(one, other) for other in moved.of(goes) for one in there)


@transaction.atomic
def merge(*, stays: Enterprise, goes: Enterprise, choices: Choices, by: Any) -> ImportJob:
    """Merges `goes` into `stays`. Returns the job, by which it can be undone.

    Errors: PermissionDenied; ValidationError where somebody changed one of them since, a choice is missing, or the
    result would break a rule.
    """
    loading.lock({Enterprise, EnterpriseTag, *(each.model for each in (*MOVED, *FOLLOWING))})
    both = Enterprise.objects.select_for_update().in_bulk([stays.pk, goes.pk])
    if len(both) < 2:
        raise ValidationError(CHANGED_SINCE)
    reason = refusal(stays=both[stays.pk], goes=both[goes.pk], by=by)
    if reason:
        raise ValidationError(reason)
    comparison = compare(both[stays.pk], both[goes.pk])
    if comparison.mark != choices.mark:
        raise ValidationError(CHANGED_SINCE)
    _require_choices(comparison, choices)
    work = _Work()
    _move(comparison, choices, work)
    _move_tags(comparison, choices, work)
    _remember_names(comparison, choices, work)
    merged, fields = _merged(comparison, choices, by)
    _require_rights(by, work)
    return _written(comparison, merged, fields, work, choices, by)


def _require_choices(comparison: Comparison, choices: Choices) -> None:
    sides = (STAYS, GOES)
    open_values = [each.name for each in comparison.values if not each.is_same]
    missing = {name: CHOOSE for name in open_values if choices.values.get(name) not in sides}
    missing |= {each.key: CHOOSE for each in comparison.conflicts if choices.conflicts.get(each.key) not in sides}
    if comparison.mains and choices.main not in {each.pk for each in comparison.mains}:
        missing["main"] = CHOOSE
    if missing:
        raise ValidationError(missing)


def _require_rights(user: Any, work: _Work) -> None:
    following = {moved.model for moved in FOLLOWING}
    for word, model in work.needed():
        if model not in following and word in model._meta.default_permissions and not has_right(user, model, word):
            raise PermissionDenied


def _move(comparison: Comparison, choices: Choices, work: _Work) -> None:
    for along in comparison.along:
        model = along.moved.model
        moving = list(along.moving)
        gone = [row.pk for row in along.doubles]
        for conflict in along.conflicts:
            taken, dropped = conflict.stays, conflict.goes
            if choices.conflicts[conflict.key] == GOES:
                taken, dropped = dropped, taken
                moving += taken
            gone += [row.pk for row in dropped]
        for row in moving:
            row.enterprise = comparison.stays
        if gone:
            work.removed[model] = gone
        if moving:
            work.changed[model] = moving
    for moved in FOLLOWING:
        for row in moved.of(comparison.goes):
            row.enterprise = comparison.stays
            work.changed[moved.model].append(row)


def _move_tags(comparison: Comparison, choices: Choices, work: _Work) -> None:
    """The industries of both, one of them the main one.

    A record becomes the main one by being entered anew, as in a sheet: while rows change, two may not be main.
    """
    main = choices.main if comparison.mains else comparison.main
    there = {tag.industry_id for tag in comparison.tags[STAYS]}
    for tag in comparison.tags[STAYS]:
        _settle_tag(tag, tag.industry_id == main, comparison.stays, work)
    for tag in comparison.tags[GOES]:
        if tag.industry_id in there:
            work.removed[TAGS.model].append(tag.pk)
        else:
            _settle_tag(tag, tag.industry_id == main, comparison.stays, work)


def _settle_tag(tag: EnterpriseTag, is_main: bool, enterprise: Enterprise, work: _Work) -> None:
    if is_main and not (tag.is_main and tag.enterprise_id == enterprise.pk):
        work.removed[TAGS.model].append(tag.pk)
        new = EnterpriseTag(enterprise=enterprise, industry_id=tag.industry_id, is_main=True)
        work.created[TAGS.model].append(new)
    elif tag.enterprise_id != enterprise.pk or tag.is_main != is_main:
        tag.enterprise, tag.is_main = enterprise, is_main
        work.changed[TAGS.model].append(tag)


def _remember_names(comparison: Comparison, choices: Choices, work: _Work) -> None:
    """The number of the record that goes leads to the one that stays; its name may become a former one."""
    number = EnterpriseFormerNumber(enterprise=comparison.stays, number=comparison.goes.number)
    work.created[EnterpriseFormerNumber].append(number)
    if not choices.keeps_name or not comparison.have_two_names:
        return
    names = {side: comparison.side(side).name_zh for side in (STAYS, GOES)}
    former = names[STAYS if choices.values["name_zh"] == GOES else GOES]
    known = EnterpriseFormerName.objects.filter(enterprise__in=[comparison.stays, comparison.goes], name_zh=former)
    if not known.exists():
        name = EnterpriseFormerName(enterprise=comparison.stays, name_zh=former, used_until=choices.name_until)
        work.created[EnterpriseFormerName].append(name)


def _merged(comparison: Comparison, choices: Choices, by: Any) -> tuple[Enterprise, set[str]]:
    """The record as it will be, and the names of the fields that change. Errors: ValidationError."""
    merged, goes = comparison.stays, comparison.goes
    names = set()
    for value in comparison.values:
        if not value.is_same and choices.values[value.name] == GOES:
            names |= set(value.names)
    for name in names:
        setattr(merged, name, getattr(goes, name))
    is_public = comparison.is_public and choices.is_public
    if is_public != (merged.confirmed_at is not None):
        merged.confirmed_at, merged.confirmed_by = (timezone.now(), by) if is_public else (None, None)
        names |= {"confirmed_at", "confirmed_by"}
    merged.clean_fields(exclude=["confirmed_by", "industry_class"])
    merged.clean()
    merged.validate_constraints()
    return merged, names


def _written(
    comparison: Comparison, merged: Enterprise, fields: Collection[str], work: _Work, choices: Choices, by: Any
) -> ImportJob:
    goes = comparison.goes
    moment = timezone.now()
    job = ImportJob.objects.create(
        kind=JobKind.MERGE,
        sheet="enterprises",
        filename=f"{goes.number} → {merged.number} {merged.name_zh}",
        options={"stays": merged.number, "goes": goes.number},
        reason=choices.reason,
        user=by,
        state=JobState.WRITTEN,
        written_at=moment,
    )
    said = _("%(goes)s merged into %(stays)s") % {"goes": goes.number, "stays": merged.number}
    said = f"{said} {choices.reason}".strip()[:REASON_LIMIT]
    evidence = bulk.Evidence(job=job, user=by, reason=said, at=moment)
    for model, keys in work.removed.items():
        bulk.remove_rows(model, keys, evidence)
    for model, records in work.changed.items():
        names = {"enterprise", "is_main"} if model is EnterpriseTag else {"enterprise"}
        bulk.change(model, records, names, evidence)
    bulk.remove_rows(Enterprise, [goes.pk], evidence)
    bulk.change(Enterprise, [merged], fields, evidence)
    for model, records in work.created.items():
        bulk.create(model, records, evidence)
    job.counts = {
        "changed": 1 + sum(map(len, work.changed.values())),
        "new": sum(map(len, work.created.values())),
        "removed": 1 + sum(map(len, work.removed.values())),
    }
    job.save(update_fields=["counts"])
    return job
