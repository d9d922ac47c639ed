"""The register as it stood on 31 December of a survey year: what freezing writes down."""

from datetime import date

from django.db.models import Q

from enterprises.models import EnterpriseTag, Registration, StatusEvent
from enterprises.models.industry import IndustryScheme
from enterprises.models.registration import EndReason
from stats.models import EnterpriseYear, HoldingMember, SurveyYear

INDUSTRIAL_SECTIONS = frozenset("BCD")  # GB/T 4754: mining, manufacturing, energy and water supply


def last_day(year: int) -> date:
    return date(year, 12, 31)


def at_year_end(survey: SurveyYear) -> dict[int, EnterpriseYear]:
    """Unsaved entries of every enterprise registered in a park on that day, by key of the enterprise.

    Above scale and size are those of the year before, as far as it was frozen. Five queries.
    """
    day = last_day(survey.year)
    stays = Registration.objects.as_of(day).exclude(end_reason=EndReason.CORRECTED)
    rows = stays.order_by("enterprise_id").values_list(
        "enterprise_id", "park_id", "enterprise__industry_class_id", "enterprise__industry_class__section"
    )
    mains = _main_industries()
    owners = dict(HoldingMember.objects.as_of(day).order_by("pk").values_list("enterprise_id", "holding_id"))
    events = StatusEvent.objects.filter(effective_on__lte=day).order_by("effective_on", "pk")
    statuses = dict(events.values_list("enterprise_id", "status"))
    before = EnterpriseYear.objects.filter(survey__year=survey.year - 1).order_by("pk")
    standing = {
        key: (above, size) for key, above, size in before.values_list("enterprise_id", "is_above_scale", "size_class")
    }
    found = {}
    for key, park, industry, section in rows:
        above, size = standing.get(key, (False, ""))
        found[key] = EnterpriseYear(
            survey=survey,
            enterprise_id=key,
            park_id=park,
            industry_class_id=industry,
            main_industry_id=mains.get(key),
            holding_id=owners.get(key),
            legal_status=statuses.get(key, ""),
            is_industrial=section in INDUSTRIAL_SECTIONS,
            is_above_scale=above,
            size_class=size,
        )
    return found


def _main_industries() -> dict[int, int]:
    """By key of the enterprise: the leading industry that is named as its main one, or the only one that it has.

    Of several without a word which is the main one, none is taken; nor where the main one is no leading industry.
    """
    tags = EnterpriseTag.objects.filter(Q(industry__scheme=IndustryScheme.LEADING) | Q(is_main=True)).order_by("pk")
    leading: dict[int, list[int]] = {}
    named: dict[int, int | None] = {}
    for key, industry, scheme, is_main in tags.values_list(
        "enterprise_id", "industry_id", "industry__scheme", "is_main"
    ):
        is_leading = scheme == IndustryScheme.LEADING
        if is_leading:
            leading.setdefault(key, []).append(industry)
        if is_main:
            named[key] = industry if is_leading else None
    only = {key: industries[0] for key, industries in leading.items() if len(industries) == 1}
    return {key: industry for key, industry in (only | named).items() if industry is not None}


def main_industries_when_frozen(survey: SurveyYear) -> dict[int, int | None]:
    """What the latest freezing said of each entry, by its key: another one now was corrected by hand. Two queries."""
    moments = survey.history.exclude(frozen_at=None).order_by().values_list("frozen_at", flat=True).distinct()
    history = EnterpriseYear.history.filter(survey_id=survey.pk, history_date__in=list(moments))
    return dict(history.order_by("history_id").values_list("id", "main_industry_id"))
