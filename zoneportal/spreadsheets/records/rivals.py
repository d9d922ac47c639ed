"""What cannot stand beside a record that an undo brings back, because the database allows one of them only."""

from collections.abc import Iterable
from typing import Any, Protocol

from zoneportal.spreadsheets.records.steps import RETURN, Model, Step
from zoneportal.spreadsheets.records.unique_rules import UniqueRule, rules_of


class Rivalry(Protocol):
    """A rule by which two records of a model exclude each other."""

    sentence: str

    def concerns(self, step: Step) -> bool:
        """Whether what the step brings back may break the rule."""

    def rivals(self, model: Model, steps: list[Step]) -> dict[int, set[int]]:
        """By key of the step's record, the keys of stored records that exclude what it brings back."""

    def exclude(self, one: Any, other: Any) -> bool:
        """Whether the two records exclude each other."""


class OfUniqueRule:
    """A unique column or constraint of the model."""

    def __init__(self, rule: UniqueRule) -> None:
        self.rule, self.sentence = rule, rule.sentence
        self.names = {field.name for field in rule.fields}

    def concerns(self, step: Step) -> bool:
        return step.kind == RETURN or self.rule.condition is not None or not self.names.isdisjoint(step.fields)

    def rivals(self, model: Model, steps: list[Step]) -> dict[int, set[int]]:
        wanted = {key: step for step in steps if (key := self.rule.key(step.then)) is not None}
        if not wanted:
            return {}
        narrowed = {
            f"{field.attname}__in": {key[place] for key in wanted} for place, field in enumerate(self.rule.fields)
        }
        found: dict[int, set[int]] = {}
        for record in model._base_manager.filter(**narrowed):
            key = self.rule.key(record)
            step = wanted.get(key) if key is not None else None
            if step is not None and step.key != record.pk:
                found.setdefault(step.key, set()).add(record.pk)
        return found

    def exclude(self, one: Any, other: Any) -> bool:
        return self.rule.key(one) == self.rule.key(other) is not None


def of_model(model: Model) -> Iterable[Rivalry]:
    return [OfUniqueRule(rule) for rule in rules_of(model)]
