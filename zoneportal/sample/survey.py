"""Two survey years of invented returns: the earlier one accepted, the later one just come in, with slips to be found.

Planted in the later year: a revenue that is ten times too small, a total of another source that is not ours, and an
industry of a park with one enterprise alone. Two enterprises have one owner.
"""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from enterprises.models import Enterprise
from enterprises.models.registration import LegalStatus
from stats.freezing import freeze_year
from stats.models import (
    EnterpriseReturn,
    FormLine,
    Holding,
    HoldingMember,
    Indicator,
    IndicatorDefinition,
    ReportedTotal,
    ReturnStatus,
    ReturnValue,
    SurveyYear,
)
from zoneportal.numbers import UNITS, convert, round_half_up
from zoneportal.sample.register import REASON, write

PREFIX = "sample-"  # of the codes of indicators
HOLDING = "示例控股集团"
SOURCE = "示例：税务部门"
ANSWERS = 80  # so many enterprises send their return
SLIP = Decimal(10)
# Code, name, English name, theme, unit published, unit asked, what it stands for, part of.
REVENUE = ("revenue", "示例：企业营业收入", "Sample: revenue", "economy", "yi_yuan", "thousand_yuan", "revenue", "")
EXPORTS = ("exports", "示例：其中出口收入", "Sample: exports", "trade", "yi_yuan", "thousand_yuan", "", "revenue")
ASSETS = ("assets", "示例：资产总计", "Sample: assets", "economy", "yi_yuan", "thousand_yuan", "assets", "")
STAFF = ("staff", "示例：从业人员期末人数", "Sample: staff", "people", "person", "person", "staff", "")
INDICATORS = (REVENUE, EXPORTS, ASSETS, STAFF)
TEXTS = {
    "definition_zh": "示例指标，由程序生成，仅供演示。",
    "definition_en": "An invented indicator for demonstration.",
    "source_zh": "示例企业报表",
    "source_en": "Sample returns",
}


def load_survey(year: int, *, rng: random.Random, now: datetime) -> int:
    """The survey years `year - 1` and `year`; returns how many enterprises answered. None where one stands already."""
    if SurveyYear.objects.filter(year__in=(year - 1, year)).exists():
        return 0
    indicators = {code: invent_indicator(code, *texts) for code, *texts in INDICATORS}
    surveys = [invent_form(each, indicators) for each in (year - 1, year)]
    invent_holding()
    for survey in surveys:
        freeze_year(survey=survey, by=None)
    before, later = ({each.entry.enterprise_id: each for each in returns_of(survey)} for survey in surveys)
    chosen = respondents([later[key] for key in later if key in before], rng)
    answers = {each.entry.enterprise_id: invent_answer(rng) for each in chosen}
    receive([before[key] for key in answers], answers, surveys[0], ReturnStatus.ACCEPTED, now)
    grown = {key: grow(answer, rng) for key, answer in answers.items()}
    if grown:
        slip = max(grown, key=lambda key: (grown[key]["revenue"], key))
        grown[slip] |= {"revenue": round_half_up(grown[slip]["revenue"] / SLIP, 0)}
        grown[slip]["exports"] = min(grown[slip]["exports"], grown[slip]["revenue"])
        receive([later[key] for key in grown], grown, surveys[1], ReturnStatus.RECEIVED, now)
        invent_total(surveys[1], indicators["revenue"], grown)
    return len(grown)


def invent_indicator(code: str, name_zh: str, name_en: str, theme: str, unit: str, *asked: str) -> Indicator:
    decimals = 0 if unit == "person" else 2
    texts = {"name_zh": name_zh, "name_en": name_en, "theme": theme}
    indicator = Indicator(code=PREFIX + code, decimals=decimals, position=99, **texts)
    definition = IndicatorDefinition(indicator=indicator, valid_from_year=2000, unit=unit, **TEXTS)
    for record in (indicator, definition):
        record._change_reason = REASON
        record.save()
    return indicator


def invent_form(year: int, indicators: dict[str, Indicator]) -> SurveyYear:
    survey = SurveyYear(
        year=year,
        title_zh="示例：企业统计年报",
        title_en="Sample: annual return of enterprises",
        document_number="示例文号",
        due_on=date(year + 1, 3, 31),
        is_sample=True,
    )
    survey._change_reason = REASON
    survey.save()
    lines: dict[str, FormLine] = {}
    for position, (code, *_texts, unit, role, whole) in enumerate(INDICATORS, 1):
        asked = {"indicator": indicators[code], "unit": unit, "role": role, "part_of": lines.get(whole)}
        line = FormLine(survey=survey, position=position * 10, **asked)
        line._change_reason = REASON
        line.full_clean()
        line.save()
        lines[code] = line
    return survey


def invent_holding() -> None:
    members = list(Enterprise.objects.filter(is_sample=True, registrations__end_on=None).order_by("number")[:2])
    holding = Holding(name_zh=HOLDING, note="示例")
    holding._change_reason = REASON
    holding.save()
    write(HoldingMember, [HoldingMember(holding=holding, enterprise=each, document_number="示例") for each in members])


def returns_of(survey: SurveyYear) -> list[EnterpriseReturn]:
    rows = EnterpriseReturn.objects.filter(entry__survey=survey, entry__enterprise__is_sample=True)
    active = rows.filter(entry__legal_status=LegalStatus.ACTIVE)
    return list(active.select_related("entry").order_by("entry__enterprise__number"))


def respondents(returns: list[EnterpriseReturn], rng: random.Random) -> list[EnterpriseReturn]:
    """Some of them, so that of one industry in one park (where there is any) a single enterprise has answered."""
    chosen = sorted(rng.sample(returns, min(ANSWERS, len(returns))), key=lambda each: each.pk)
    cells = Counter((each.entry.park_id, each.entry.main_industry_id) for each in chosen if each.entry.main_industry_id)
    if not cells:
        return chosen
    small = min(cells, key=lambda cell: (cells[cell], cell))
    alone = next(each for each in chosen if (each.entry.park_id, each.entry.main_industry_id) == small)
    return [each for each in chosen if each is alone or (each.entry.park_id, each.entry.main_industry_id) != small]


def invent_answer(rng: random.Random) -> dict[str, Decimal]:
    staff = max(3, round(rng.lognormvariate(3.6, 0.9)))
    revenue = staff * rng.randint(300, 1500)  # 千元
    return {
        "revenue": Decimal(revenue),
        "exports": Decimal(round(revenue * rng.choice((0, 0, 0.1, 0.3)))),
        "assets": Decimal(round(revenue * rng.uniform(0.6, 2.5))),
        "staff": Decimal(staff),
    }


def grow(answer: dict[str, Decimal], rng: random.Random) -> dict[str, Decimal]:
    factor = Decimal(round(rng.uniform(0.92, 1.18), 3))
    grown = {code: round_half_up(value * factor, 0) for code, value in answer.items()}
    return grown | {"staff": max(Decimal(3), answer["staff"] + rng.randint(-2, 4))}


def receive(
    returns: list[EnterpriseReturn],
    answers: dict[int, dict[str, Decimal]],
    survey: SurveyYear,
    status: ReturnStatus,
    now: datetime,
) -> None:
    lines = {line.indicator.code.removeprefix(PREFIX): line for line in survey.lines.select_related("indicator")}
    values = [
        ReturnValue(enterprise_return=each, line=lines[code], value=value)
        for each in returns
        for code, value in answers[each.entry.enterprise_id].items()
    ]
    bulk_create_with_history(values, ReturnValue, batch_size=500, default_change_reason=REASON)
    names = ["status", "received_at", "note"]
    if status == ReturnStatus.ACCEPTED:
        names += ["checked_at", "accepted_at"]
    for each in returns:
        each.status, each.received_at, each.note = status, now - timedelta(days=2), "示例"
        if status == ReturnStatus.ACCEPTED:
            each.checked_at = each.accepted_at = now - timedelta(days=1)
    bulk_update_with_history(returns, EnterpriseReturn, names, batch_size=500, default_change_reason=REASON)


def invent_total(survey: SurveyYear, indicator: Indicator, answers: dict[int, dict[str, Decimal]]) -> None:
    """What another source would say: some per cent more than the returns, even after the slip is mended."""
    ours = sum((answer["revenue"] for answer in answers.values()), Decimal(0))
    stated = round_half_up(convert(ours, UNITS["thousand_yuan"], UNITS["yi_yuan"]) * Decimal("1.35"), 2)
    total = ReportedTotal(
        indicator=indicator, year=survey.year, value=stated, unit="yi_yuan", source=SOURCE, document_number="示例"
    )
    total._change_reason = REASON
    total.save()
