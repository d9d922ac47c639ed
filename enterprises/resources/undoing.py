"""The rules of the register when an import or a merge is undone."""

from collections.abc import Collection, Iterable
from typing import Any

from enterprises.merging.relations import FOLLOWING
from enterprises.models import Enterprise, Registration
from enterprises.models.registration import OVERLAP
from zoneportal.messages import N_
from zoneportal.rights import has_right
from zoneportal.spreadsheets.records.rivals import Rivalry
from zoneportal.spreadsheets.records.steps import Model, Step
from zoneportal.spreadsheets.sheets.resources import SheetResource

NEEDS_CONFIRMING = N_(
    "This enterprise is public, or would be public again. Undoing that takes the right to confirm enterprises."
)


class RegisterSheet(SheetResource):
    """The base of the sheets of the register."""

    @classmethod
    def following(cls) -> Collection[Model]:
        return [moved.model for moved in FOLLOWING]

    def refused_undoing(self, model: Model, several: list[Step]) -> dict[int, str]:
        """What is public goes, and what was public comes back, by those who may confirm."""
        refused = super().refused_undoing(model, several)
        if model is Enterprise and not has_right(self.user, Enterprise, "confirm"):
            turned = [step.key for step in several if _is_public(step.now) != _is_public(step.then)]
            refused |= dict.fromkeys(turned, NEEDS_CONFIRMING)
        return refused

    def rivalries(self, model: Model) -> Iterable[Rivalry]:
        return [*super().rivalries(model), *([NoOverlap()] if model is Registration else [])]


def _is_public(enterprise: Enterprise | None) -> bool:
    return enterprise is not None and enterprise.confirmed_at is not None


class NoOverlap:
    """A stay does not come back into days that another stay of the enterprise takes."""

    @property
    def sentence(self) -> str:
        return str(OVERLAP)

    def concerns(self, step: Step) -> bool:
        return not {"enterprise", "start_on", "end_on"}.isdisjoint(step.fields)

    def rivals(self, model: Model, steps: list[Step]) -> dict[int, set[int]]:
        holders = {step.then.enterprise_id for step in steps}
        stored: dict[int, list[Registration]] = {}
        for stay in Registration.objects.filter(enterprise__in=holders).order_by("pk"):
            stored.setdefault(stay.enterprise_id, []).append(stay)
        found = {}
        for step in steps:
            others = (stay for stay in stored.get(step.then.enterprise_id, ()) if stay.pk != step.key)
            if rivals := {stay.pk for stay in others if step.then.shares_a_day_with(stay)}:
                found[step.key] = rivals
        return found

    def exclude(self, one: Any, other: Any) -> bool:
        return one.enterprise_id == other.enterprise_id and one.shares_a_day_with(other)
