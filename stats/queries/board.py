"""报送进度: of whom a return is asked, and how far it is. Counts by park; names of those who are missing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from parks.models import Park
from stats.models import EnterpriseReturn, ReturnStatus, SurveyYear
from stats.querysets import ReturnQuerySet


@dataclass(frozen=True)
class Progress:
    """Of one park, or (park None) of all that the user works for."""

    park: Park | None
    missing: int = 0
    received: int = 0
    checked: int = 0
    accepted: int = 0

    @property
    def asked(self) -> int:
        return self.missing + self.received + self.checked + self.accepted

    @property
    def came_in(self) -> int:
        return self.asked - self.missing

    @property
    def per_cent(self) -> int:
        """Whole per cents of those asked, rounded down: 100 means that nobody is missing."""
        return self.came_in * 100 // self.asked if self.asked else 0


def board(survey: SurveyYear, user: Any) -> list[Progress]:
    """One line for each park of the user in which somebody is asked, all of them together last. Two queries."""
    rows = EnterpriseReturn.objects.visible_to(user).filter(entry__survey=survey)
    counted = rows.order_by().values(park=F("entry__park"), state=F("status")).annotate(number=Count("pk"))
    by_park: dict[int, dict[str, int]] = {}
    for row in counted:
        by_park.setdefault(row["park"], {})[row["state"]] = row["number"]
    parks = Park.objects.filter(pk__in=by_park).order_by("position", "code")
    lines = [_progress(park, by_park[park.pk]) for park in parks]
    together: dict[str, int] = {}
    for counts in by_park.values():
        for state, number in counts.items():
            together[state] = together.get(state, 0) + number
    return [*lines, _progress(None, together)] if lines else []


def _progress(park: Park | None, counts: dict[str, int]) -> Progress:
    return Progress(
        park,
        missing=counts.get(ReturnStatus.NOT_YET, 0),
        received=counts.get(ReturnStatus.RECEIVED, 0),
        checked=counts.get(ReturnStatus.CHECKED, 0),
        accepted=counts.get(ReturnStatus.ACCEPTED, 0),
    )


def missing(survey: SurveyYear, user: Any) -> ReturnQuerySet:
    """The returns that have not come in, in the order of parks and numbers."""
    rows = EnterpriseReturn.objects.visible_to(user).filter(entry__survey=survey, status=ReturnStatus.NOT_YET)
    return rows.select_related("entry__enterprise", "entry__park").order_by(
        "entry__park__position", "entry__park__code", "entry__enterprise__number", "pk"
    )
