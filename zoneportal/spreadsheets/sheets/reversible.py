"""What a sheet says when a job of it is undone. Apps add the rules of their own records."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from zoneportal.messages import N_
from zoneportal.publishing.models import Publication, Publishable
from zoneportal.spreadsheets.records import rivals
from zoneportal.spreadsheets.records.rivals import Rivalry
from zoneportal.spreadsheets.records.steps import REMOVE, Model, Step

IS_PUBLIC = N_("This record is public or will be. Withdraw it first.")


class Reversible:
    """The part of a sheet resource that an undo asks. `user` undoes."""

    user: Any
    held_undoing: tuple[Model, ...] = ()  # models that the rules below ask, and that nobody may write meanwhile

    @classmethod
    def following(cls) -> Collection[Model]:
        """Models whose records only followed in a merge: taking them back asks for no right on them."""
        return ()

    def refused_undoing(self, model: Model, several: list[Step]) -> dict[int, str]:
        """By primary key, why records are left as they are, also when the clerk insists.

        What somebody has put before the public goes by a withdrawal, not beside it.
        """
        if not issubclass(model, Publishable):
            return {}
        keys = [step.key for step in several if step.kind == REMOVE]
        shown = Publication.objects.of_model(model).showing().filter(object_id__in=keys)
        lasting = shown.filter(Q(superseded_at=None) | Q(superseded_at__gt=timezone.now()))
        public = lasting.exclude(superseded_at=F("effective_at")).values_list("object_id", flat=True)
        return dict.fromkeys(public, IS_PUBLIC)

    def rivalries(self, model: Model) -> Iterable[Rivalry]:
        """The rules by which two records of the model exclude each other."""
        return rivals.of_model(model)
