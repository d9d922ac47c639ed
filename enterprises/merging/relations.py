"""What belongs to an enterprise and moves along when its record is merged into another one.

Every model with a foreign key to Enterprise stands here, those of other apps too: a test of the repository says which
is missing.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.db import models

from enterprises.models import Enterprise, Registration
from zoneportal.spreadsheets.records.unique_rules import UniqueRule, rules_of


@dataclass(frozen=True)
class Moved:
    """Records that point to an enterprise, by the name of the way back to them.

    `exclude` says of two of them whether they cannot both belong to one enterprise, beside the unique rules.
    """

    name: str
    exclude: Callable[[Any, Any], bool] | None = None

    @cached_property
    def model(self) -> type[models.Model]:
        return cast(type[models.Model], Enterprise._meta.get_field(self.name).related_model)

    @cached_property
    def _rules(self) -> list[UniqueRule]:
        return rules_of(self.model)

    def of(self, enterprise: Enterprise) -> list[Any]:
        rows = self.model._base_manager.filter(enterprise=enterprise)
        relations = [field.name for field in self.model._meta.concrete_fields if field.is_relation]
        return list(rows.select_related(*relations).order_by(*self.model._meta.ordering, "pk"))

    def are_rivals(self, stays: Any, goes: Any) -> bool:
        """Whether the one that goes along cannot stand beside the one that is there."""
        moved = copy.copy(goes)
        moved.enterprise_id = stays.enterprise_id
        if self.exclude and self.exclude(stays, moved):
            return True
        return any((key := rule.key(moved)) is not None and key == rule.key(stays) for rule in self._rules)

    def are_same(self, one: Any, other: Any) -> bool:
        """Whether they say the same of the enterprise."""
        names = [
            field.attname
            for field in self.model._meta.concrete_fields
            if not field.primary_key and field.name != "enterprise"
        ]
        return all(getattr(one, name) == getattr(other, name) for name in names)


def _share_a_day(one: Any, other: Any) -> bool:
    """Of two spans whose days both belong to them; None is open on that side."""
    return all(
        earlier.start_on is None or later.end_on is None or earlier.start_on <= later.end_on
        for earlier, later in ((one, other), (other, one))
    )


MOVED = (
    Moved("registrations", Registration.shares_a_day_with),
    Moved("status_events"),
    Moved("qualifications"),
    Moved("former_names"),
    Moved("former_numbers"),
)
# What the statistics office keeps. It follows without being shown or chosen, whoever merges: owners and returns are
# not for every office. Nothing of it is ever left out; where two cannot stand side by side, nothing is merged.
FOLLOWING = (Moved("years"), Moved("holdings", _share_a_day), Moved("waivers"))
TAGS = Moved("tags")  # their main industry is a choice of its own
# Copies that the database keeps itself (migration 0005).
NOT_MOVED = ("RegisterLine",)
