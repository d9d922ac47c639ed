"""What the reviewer sees of a release: every figure beside the last released one, differences, audit, obstacles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from parks.scope import covers_all_parks
from stats.admin import wording
from stats.marks import CONFIDENTIAL
from stats.models import Difference, EnterpriseReturn, Figure, Protection, Release
from stats.queries.approval_sheet import ApprovalSheet
from stats.queries.superseding import Comparison, comparisons
from stats.reviewing import Obstacle
from stats.tables import change_text
from zoneportal.rights import has_right


@dataclass(frozen=True)
class Link:
    text: str
    url: str  # empty where the user may not go


def may_see_whole(user) -> bool:
    """The sheet shows every figure, the differences and the audit: only to whom all of them are open."""
    return covers_all_parks(user) and all(
        has_right(user, model, "view") for model in (Release, Figure, Difference, Protection)
    )


def may_see_figures(user, sheet: ApprovalSheet) -> bool:
    """What returns tell is open before disclosure control to those alone who may see the returns."""
    if not sheet.is_open and not has_right(user, EnterpriseReturn, "view"):
        return False
    return may_see_whole(user)


def figure_lines(figures: Iterable[Figure], at: datetime) -> list[dict]:
    """One query, for what they supersede."""
    return [_line(each) for each in comparisons(list(figures), at)]


def _line(comparison: Comparison) -> dict:
    figure, before = comparison.figure, comparison.nearest
    return {
        "pk": figure.pk,
        "indicator": figure.indicator.name,
        "year": figure.year,
        "scope": wording.scope_of(figure),
        "value": wording.value_of(figure),
        "amount": wording.amount_of(figure),
        "unit": wording.unit_of(figure),
        "is_withheld": figure.mark == CONFIDENTIAL,
        "meaning": figure.get_mark_display() if figure.mark else "",
        "vintage": figure.get_vintage_display(),
        "revision": figure.revision,
        "reason": figure.reason,
        "note": figure.note,
        "is_sample": figure.is_sample,
        "before": before and f"{wording.value_of(before)} · {before.year} · {before.get_vintage_display()}",
        "change": change_text(comparison.change),
    }


def obstacle_links(found: Iterable[Obstacle], request: HttpRequest, site: AdminSite) -> list[Link]:
    """Whoever cannot mend them is told, without a door that would be shut."""
    may = has_right(request.user, Release, "change")
    return [Link(each.sentence, _address(each, request, site) if may else "") for each in found]


def _address(obstacle: Obstacle, request: HttpRequest, site: AdminSite) -> str:
    """Where it is done, when there is such a page and the user may see it."""
    model = apps.get_model(obstacle.screen.replace("_", ".", 1))
    if not site.is_registered(model) or not site.get_model_admin(model).has_view_permission(request):
        return ""
    door = obstacle.door or ("change" if obstacle.pk else "changelist")
    address = reverse(f"admin:{obstacle.screen}_{door}", args=[obstacle.pk] if obstacle.pk else [])
    return f"{address}?{urlencode(obstacle.query)}" if obstacle.query else address


def audit_sentence(sheet: ApprovalSheet) -> str:
    last = sheet.protection
    if last is None:
        if sheet.needs_protection:
            return _("No disclosure control yet.")
        return _("No figure was compiled from returns: no disclosure control needed.")
    if sheet.is_protected:
        return _("Passed. It holds for exactly these figures.")
    return _("Passed, but figures were changed since.") if last.is_safe else _("Not passed.")
