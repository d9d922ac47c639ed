"""The records that an undo leaves as they are, named for a clerk: which, why, who changed what and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext

from zoneportal.publishing.admin.differences import Difference, differences
from zoneportal.rights import has_right
from zoneportal.spreadsheets.records import steps
from zoneportal.spreadsheets.records.steps import CHUNK, Model
from zoneportal.spreadsheets.sheets.resources import OUT_OF_SCOPE
from zoneportal.spreadsheets.undo.obstacles import BLOCKED, EDITED, GONE, Judged


@dataclass(frozen=True)
class Remaining:
    """`by` and `at`: of the newest entry of the record's history, where that is newer than the job."""

    model: Model
    key: int
    name: str  # "" where the user may not see the record
    reason: str
    by: str = ""
    at: datetime | None = None
    changes: list[Difference] = field(default_factory=list)  # what the job wrote, what stands there now

    @property
    def kind(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))


def sentence(message: str, params: dict[str, Any] | None) -> str:
    """Models are named in words: {"what": "enterprises.Registration"}."""
    named = {name: _in_words(value) for name, value in (params or {}).items()}
    return gettext(message) % named if named else gettext(message)


def _in_words(value: Any) -> Any:
    try:
        return str(apps.get_model(value)._meta.verbose_name_plural)
    except (LookupError, ValueError, AttributeError):
        return value


def named(judged: Judged, kind: str, start: int = 0, stop: int | None = None) -> Iterator[Remaining]:
    """Those left for one kind of reason, from `start` to before `stop`. Some queries for each model and record."""
    pairs = (
        (model, key) for model in judged.models for key, left in sorted(judged.left[model].items()) if left.kind == kind
    )
    wanted: dict[Model, list[int]] = {}
    for model, key in islice(pairs, start, stop):
        wanted.setdefault(model, []).append(key)
    for model, keys in wanted.items():
        for first in range(0, len(keys), CHUNK):
            yield from _of_model(judged, model, keys[first : first + CHUNK])


def _of_model(judged: Judged, model: Model, keys: list[int]) -> Iterator[Remaining]:
    found = {step.key: step for step in steps.steps_of(judged.job, model, keys)}
    numbers = {number for step in found.values() for number in (step.written, step.newest)}
    entries = steps.history_of(model).objects.select_related("history_user").in_bulk(numbers)
    for key in keys:
        left = judged.left[model][key]
        step = found.get(key)
        if step is None or left.message == OUT_OF_SCOPE or not _may_see(judged.user, model):
            yield Remaining(model, key, "", sentence(*left[1:]))
            continue
        written, newest = entries[step.written], entries[step.newest]
        said = Remaining(model, key, _called(step.now or step.then or written.instance), sentence(*left[1:]))
        if step.is_newer:
            changes = differences(written, step.now, model) if step.now else []
            by = str(newest.history_user or gettext("the program"))
            said = replace(said, by=by, at=newest.history_date, changes=changes)
        yield said


def _may_see(user: Any, model: Model) -> bool:
    """What only the program writes has no rights of its own."""
    return "view" not in model._meta.default_permissions or has_right(user, model, "view")


def _called(record: Any) -> str:
    try:
        return str(record)
    except ObjectDoesNotExist:  # it is called after a record that was deleted, too
        return f"{capfirst(record._meta.verbose_name)} {record.pk}"


def as_lines(judged: Judged, at_most: int) -> list[list[Any]]:
    """[[label of the model, key, name, kind, message, params], …]: what the job of the undo keeps of them."""
    every = chain.from_iterable(named(judged, kind, 0, at_most) for kind in (BLOCKED, EDITED, GONE))
    return [
        [each.model._meta.label, each.key, each.name, *judged.left[each.model][each.key]]
        for each in islice(every, at_most)
    ]
