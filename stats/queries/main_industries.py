"""Who is asked for a return and has no main industry: counted in every total, and in no figure of an industry."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from enterprises.models import Enterprise
from stats.models import EnterpriseReturn, EnterpriseYear, SurveyYear
from zoneportal.rights import has_right

WITHOUT_MAIN_INDUSTRY = Q(main_industry=None, enterprise_return__isnull=False)  # of entries
NAMED = 5
LOOKED_AT = 500  # so many are looked through for the first that the user may see


@dataclass(frozen=True)
class Without:
    count: int
    named: tuple[Enterprise, ...]  # the first of them, for who may see returns, of the own parks
    url: str  # the list of them; blank before the year is frozen, and for who may not see it

    @property
    def more(self) -> int:
        return self.count - len(self.named)

    @property
    def sentence(self) -> str:
        return ngettext(
            "%(count)s enterprise that is asked has no main industry: it is in the totals, "
            "but in no figure of a leading industry.",
            "%(count)s enterprises that are asked have no main industry: they are in the totals, "
            "but in no figure of a leading industry.",
            self.count,
        ) % {"count": self.count}


def planned(entries: Iterable[EnterpriseYear], user: Any) -> Without:
    """Of entries that freezing would write. At most one query."""
    keys = sorted(entry.enterprise_id for entry in entries)
    return Without(len(keys), _named(keys, user), "")


def frozen(survey: SurveyYear, user: Any) -> Without:
    """Of a frozen year, in the parks of the user. At most two queries."""
    rows = EnterpriseYear.objects.visible_to(user).filter(WITHOUT_MAIN_INDUSTRY, survey=survey)
    keys = sorted(rows.values_list("enterprise_id", flat=True))
    url = f"{reverse('admin:stats_enterpriseyear_changelist')}?year={survey.year}&main=none"
    return Without(len(keys), _named(keys, user), url if has_right(user, EnterpriseYear, "view") else "")


def _named(keys: Iterable[int], user: Any) -> tuple[Enterprise, ...]:
    if not keys or not has_right(user, EnterpriseReturn, "view") or not has_right(user, Enterprise, "view"):
        return ()
    rows = Enterprise.objects.visible_to(user).filter(pk__in=list(keys)[:LOOKED_AT])
    return tuple(rows.order_by("number")[:NAMED])
