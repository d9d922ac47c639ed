"""Of whom a frozen year asks a return, and why not of the others."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from enterprises.models.registration import LegalStatus
from stats.models import AskedOf, EnterpriseReturn, EnterpriseYear, FormLine, SurveyYear
from zoneportal.rights import has_right

NAMED = 3  # so many are named in one sentence
GONE = gettext_lazy("deregistered (注销) by 31 December")
OTHER_PARK = gettext_lazy("the form asks nothing in its park")
OTHERS_ONLY = {
    frozenset({AskedOf.INDUSTRIAL}): gettext_lazy("the form asks industrial enterprises only"),
    frozenset({AskedOf.ABOVE_SCALE}): gettext_lazy("the form asks enterprises above designated size only"),
    frozenset({AskedOf.INDUSTRIAL, AskedOf.ABOVE_SCALE}): gettext_lazy(
        "the form asks industrial enterprises and those above designated size only"
    ),
}


def is_asked(entry: EnterpriseYear, lines: Collection[FormLine]) -> bool:
    """Somebody deregistered (注销) exists no more and is asked nothing."""
    return entry.legal_status != LegalStatus.DEREGISTERED and any(line.asks(entry) for line in lines)


def why_not_asked(entry: EnterpriseYear, lines: Collection[FormLine]) -> str:
    """Of somebody who is not asked."""
    if entry.legal_status == LegalStatus.DEREGISTERED:
        return str(GONE)
    here = frozenset(AskedOf(line.asked_of) for line in lines if line.park_id in (None, entry.park_id))
    return str(OTHERS_ONLY[here] if here else OTHER_PARK)


def not_asked_sentence(survey: SurveyYear, user: Any) -> str:
    """Who of a frozen year need not answer, the first of them by name; blank where everybody must. Up to three queries.

    For who may see returns, of the own parks: who is above designated size is no matter of the public register.
    """
    if not has_right(user, EnterpriseReturn, "view"):
        return ""
    rows = EnterpriseYear.objects.visible_to(user).filter(survey=survey, enterprise_return=None)
    rows = rows.select_related("enterprise").order_by("enterprise__number", "pk")
    count = rows.count()
    if not count:
        return ""
    lines: Sequence[FormLine] = list(survey.lines.order_by("pk"))
    named = [
        _("%(enterprise)s (%(reason)s)") % {"enterprise": each.enterprise, "reason": why_not_asked(each, lines)}
        for each in rows[:NAMED]
        if not is_asked(each, lines)  # whoever is asked by now gets a return with the next change of the form
    ]
    words = {"count": count, "names": _(", ").join(named), "more": count - len(named)}
    if count > NAMED:
        return _("%(count)s of them need not send a return: %(names)s and %(more)s more.") % words
    return (
        ngettext(
            "%(count)s of them need not send a return: %(names)s.",
            "%(count)s of them need not send a return: %(names)s.",
            count,
        )
        % words
    )
