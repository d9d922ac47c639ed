"""How far a year is with compiling: who is accepted, who is missing, and the step of the guided path."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import IndustryTag
from parks.models import Park
from stats import scope
from stats.models import Compilation, EnterpriseReturn, ReturnStatus, SizeClass, SurveyYear
from stats.year_path import BLOCKED, DONE, OPEN, TITLES, Step
from zoneportal.messages import in_a_row
from zoneportal.rights import has_right

MISSING_SHOWN = 50


@dataclass(frozen=True)
class ParkState:
    name: str
    asked: int
    accepted: int
    missing: tuple[EnterpriseReturn, ...]  # the first few, by zone number

    @property
    def missing_count(self) -> int:
        return self.asked - self.accepted


def by_park(survey: SurveyYear, user: Any) -> list[ParkState]:
    """For the parks of the user. Three queries, the last for the first few of all that are missing."""
    returns = EnterpriseReturn.objects.visible_to(user).filter(entry__survey=survey)
    accepted = Count("pk", filter=Q(status=ReturnStatus.ACCEPTED))
    counts = returns.values_list("entry__park_id").annotate(asked=Count("pk"), accepted=accepted).order_by()
    missing: dict[int, list[EnterpriseReturn]] = {}
    waiting = returns.exclude(status=ReturnStatus.ACCEPTED).select_related("entry__enterprise")
    for each in waiting.order_by("entry__enterprise__number", "pk")[:MISSING_SHOWN]:
        missing.setdefault(each.entry.park_id, []).append(each)
    found = {park: (asked, done) for park, asked, done in counts}
    parks = Park.objects.filter(pk__in=found).order_by("code")
    return [ParkState(park.name, *found[park.pk], tuple(missing.get(park.pk, ()))) for park in parks]


def scope_names(scopes: Iterable[str]) -> dict[str, str]:
    """{"park:kj|industry:food": "科技工业园 · 健康食品"} in the language of the reader. Two queries."""
    parks = {park.code: park.name for park in Park.objects.all()}
    tags = {tag.code: tag.name for tag in IndustryTag.objects.all()}
    names = {"park": parks, "industry": tags, "size": dict(SizeClass.choices)}
    return {
        key: " · ".join(str(names[kind].get(code, code)) for kind, code in scope.parts(key)) or _("the whole zone")
        for key in set(scopes)
    }


def step(survey: SurveyYear, user: Any) -> Step:
    """The step of the guided path. Two queries."""
    title = _(TITLES["compile"])
    may = has_right(user, Compilation, "add") and has_right(user, EnterpriseReturn, "view")
    last = Compilation.objects.filter(survey=survey).order_by("-pk").first()
    returns = EnterpriseReturn.objects.filter(entry__survey=survey, status=ReturnStatus.ACCEPTED)
    later = Q(accepted_at__gt=last.compiled_at) if last else Q()
    accepted, since = returns.aggregate(all=Count("pk"), later=Count("pk", filter=later)).values()
    if not survey.frozen_at or not accepted:
        return Step("compile", title, BLOCKED, _("Waits for the first accepted return."))
    url = f"{reverse('admin:stats_compilation_add')}?survey={survey.pk}" if may else ""
    if last is None:
        said = ngettext(
            "%(count)s accepted return can be added up.", "%(count)s accepted returns can be added up.", accepted
        )
        return Step("compile", title, OPEN, said % {"count": accepted}, url, _("Compile …") if may else "")
    said = _("Compiled on %(day)s from %(count)s returns.") % {
        "day": timezone.localdate(last.compiled_at).isoformat(),
        "count": last.return_count,
    }
    if last.return_count != accepted:
        said = in_a_row([said, _("By now %(count)s are accepted: compile again.") % {"count": accepted}])
        return Step("compile", title, OPEN, said, url, _("Compile again …") if may else "")
    if since:
        later_ones = ngettext(
            "%(count)s return was accepted since: see what would change.",
            "%(count)s returns were accepted since: see what would change.",
            since,
        )
        said = in_a_row([said, later_ones % {"count": since}])
        return Step("compile", title, OPEN, said, url, _("Compile again …") if may else "")
    return Step("compile", title, DONE, said, url, _("Compile again …") if may else "")
