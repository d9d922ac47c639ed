"""Above designated size and size class of a frozen year, set by dated rules after somebody agreed to each change."""

from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from parks.scope import covers_all_parks
from stats.freezing import settle_returns
from stats.models import EnterpriseReturn, EnterpriseYear, SurveyYear
from stats.queries.scale_standings import Standing, standings
from zoneportal.rights import require_right

BATCH = 500


@dataclass(frozen=True)
class Proposals:
    """Who would change, and of whom it cannot be said. `seen` is what a confirmation agrees to, in one word."""

    changed: tuple[Standing, ...]
    unknown: tuple[Standing, ...]

    @property
    def seen(self) -> str:
        rows = [
            (each.entry.pk, each.entry.is_above_scale, each.entry.size_class, each.new_above, each.new_size)
            for each in self.changed
        ]
        return sha256(repr(rows).encode()).hexdigest()


def require_setter(by) -> None:
    """Errors: PermissionDenied. Above scale follows from what enterprises report, so it is for who may see returns."""
    require_right(by, EnterpriseYear, "change")
    require_right(by, EnterpriseReturn, "view")
    if by is not None and not covers_all_parks(by):
        raise PermissionDenied(_("Above designated size is set for all parks. Ask the statistician of the zone."))


def proposals(*, survey: SurveyYear, by) -> Proposals:
    """Four queries. Errors: PermissionDenied; ValidationError where the year is not frozen."""
    require_setter(by)
    if survey.frozen_at is None:
        raise ValidationError(_("Freeze the year first: its enterprises are not known yet."))
    found = standings(survey, by)
    return Proposals(
        changed=tuple(each for each in found if each.is_changed),
        unknown=tuple(each for each in found if each.reasons),
    )


@transaction.atomic
def apply_proposals(*, survey: SurveyYear, by, seen: str) -> int:
    """Sets what was proposed, with its history, and asks those who have to answer by it now. Returns how many changed.

    Errors: PermissionDenied; ValidationError when the proposals are others by now than those that were `seen`.
    """
    require_setter(by)
    locked = SurveyYear.objects.select_for_update().get(pk=survey.pk)
    found = proposals(survey=locked, by=by)
    if found.seen != seen:
        raise ValidationError(
            _("Returns or thresholds were changed in the meantime. Look at the list again, then confirm.")
        )
    entries = []
    for each in found.changed:
        each.entry.is_above_scale, each.entry.size_class = each.new_above, each.new_size
        entries.append(each.entry)
    names = ["is_above_scale", "size_class"]
    bulk_update_with_history(entries, EnterpriseYear, names, batch_size=BATCH, default_user=by)
    settle_returns(survey=locked, by=by)
    return len(entries)
