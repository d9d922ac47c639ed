"""What the checks of a survey year read: its form, its thresholds, all its returns and those of the year before.

The same number of queries for one return and for all of them. Peers are from every park, whoever checks.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from enterprises.classification import DIVISION
from enterprises.models import Registration, StatusEvent
from enterprises.models.registration import EndReason, LegalStatus
from stats.models import CheckThreshold, EnterpriseReturn, FormLine, ReturnValue, SurveyYear
from stats.models.survey import LineRole
from stats.plausibility.peers import Industry
from stats.plausibility.reports import Form, Line, Report, Standing
from stats.plausibility.thresholds import Thresholds
from zoneportal.numbers import UNITS, convert

FEW = 50  # so many returns are looked up by key
Values = dict[str, Decimal]  # by code of the indicator


@dataclass(frozen=True)
class Material:
    """Everything that `check` takes, ready for each return of the year."""

    form: Form
    lines: Mapping[str, FormLine]
    thresholds: Thresholds
    values: Mapping[int, Values]  # by return
    last: Mapping[int, Values]  # by enterprise, in the units of this year's form
    standings: Mapping[int, Standing]  # by enterprise
    industries: Mapping[str, Industry]

    def report(self, enterprise_return: EnterpriseReturn) -> Report:
        enterprise = enterprise_return.entry.enterprise_id
        return Report(
            self.values.get(enterprise_return.pk, {}),
            self.last.get(enterprise, {}),
            self.standings.get(enterprise, Standing(in_zone=False)),
        )

    def industry(self, enterprise_return: EnterpriseReturn) -> Industry | None:
        return self.industries.get(division_of(enterprise_return.entry.industry_class))


def division_of(industry_class) -> str:
    """Who is compared with whom: the division of GB/T 4754, the section where no more is known, "" for unknown."""
    if industry_class is None:
        return ""
    return industry_class.code[:DIVISION]


def thresholds_of(year: int) -> Thresholds:
    """Those in force for the data of `year`. Errors: Refused, naming the one that is not set. One query."""
    rows = CheckThreshold.objects.filter(valid_from_year__lte=year).order_by("valid_from_year")
    return Thresholds.of({row.rule: row.number for row in rows})


def material_of(survey: SurveyYear, returns: Collection[EnterpriseReturn]) -> Material:
    """For checking these returns (with entry and industry class). Errors: Refused where a threshold is not set."""
    lines = lines_of(survey)
    form = _form(survey.year, lines)
    values, divisions = _values(survey, returns)
    enterprises = {each.entry.enterprise_id for each in returns}
    return Material(
        form,
        lines,
        thresholds_of(survey.year),
        values,
        last_values(survey.year, lines, enterprises),
        _standings(survey.year, enterprises),
        _industries(values, divisions, form.staff),
    )


def lines_of(survey: SurveyYear) -> dict[str, FormLine]:
    """The form by codes of indicators, in its order. One query."""
    rows = survey.lines.select_related("indicator", "part_of__indicator").order_by("position", "pk")
    return {line.indicator.code: line for line in rows}


def _form(year: int, lines: Mapping[str, FormLine]) -> Form:
    roles = {line.role: code for code, line in lines.items() if line.role}
    plain = (
        Line(
            code,
            UNITS[line.unit],
            line.part_of.indicator.code if line.part_of else "",
            line.may_be_negative,
        )
        for code, line in lines.items()
    )
    return Form(year, tuple(plain), roles.get(LineRole.REVENUE, ""), roles.get(LineRole.STAFF, ""))


def _values(survey: SurveyYear, returns: Collection[EnterpriseReturn]) -> tuple[dict[int, Values], dict[int, str]]:
    """By return: its values, and the division of its enterprise; of these returns and all of their divisions."""
    values: dict[int, Values] = defaultdict(dict)
    divisions: dict[int, str] = {}
    rows = ReturnValue.objects.filter(enterprise_return__entry__survey=survey)
    if len(returns) <= FEW:
        peers = Q(enterprise_return__in=[each.pk for each in returns])
        for division in {division_of(each.entry.industry_class) for each in returns} - {""}:
            peers |= Q(enterprise_return__entry__industry_class__code__startswith=division)
        rows = rows.filter(peers)
    columns = (
        "enterprise_return_id",
        "line__indicator__code",
        "value",
        "enterprise_return__entry__industry_class__code",
    )
    for key, code, value, industry in rows.order_by("pk").values_list(*columns).iterator():
        values[key][code] = value
        divisions[key] = (industry or "")[:DIVISION]
    return values, divisions


def last_values(year: int, lines: Mapping[str, FormLine], enterprises: Collection[int]) -> dict[int, Values]:
    """By enterprise: what it reported the year before, in the units of this year's lines. One query.

    A line that measures something else now is not compared.
    """
    found: dict[int, Values] = defaultdict(dict)
    rows: QuerySet = ReturnValue.objects.filter(
        enterprise_return__entry__survey__year=year - 1, line__indicator__code__in=list(lines)
    )
    rows = _of_few(rows, "enterprise_return__entry__enterprise", enterprises)
    columns = ("enterprise_return__entry__enterprise_id", "line__indicator__code", "line__unit", "value")
    for key, code, unit, value in rows.order_by("pk").values_list(*columns).iterator():
        before, now = UNITS[unit], UNITS[lines[code].unit]
        if before.dimension == now.dimension:
            found[key][code] = convert(value, before, now)
    return found


def _standings(year: int, enterprises: Collection[int]) -> dict[int, Standing]:
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    stays = _of_few(Registration.objects.exclude(end_reason=EndReason.CORRECTED), "enterprise", enterprises)
    present = {
        key
        for key, start_on, end_on in stays.order_by("pk").values_list("enterprise_id", "start_on", "end_on").iterator()
        if (start_on is None or start_on < after) and (end_on is None or end_on > first)
    }
    # The last status that came into force by the end of the year decides: a deregistration may be taken back.
    ends: dict[int, date | None] = {}
    events = _of_few(StatusEvent.objects.filter(effective_on__lt=after), "enterprise", enterprises)
    for key, status, day in (
        events.order_by("effective_on", "pk").values_list("enterprise_id", "status", "effective_on").iterator()
    ):
        ends[key] = day if status == LegalStatus.DEREGISTERED else None
    return {key: Standing(key in present, ends.get(key)) for key in enterprises}


def _of_few(rows: QuerySet, name: str, enterprises: Collection[int]) -> QuerySet:
    """Of many enterprises all rows are read: cheaper than a list of thousands of keys."""
    return rows.filter(**{f"{name}__in": list(enterprises)}) if len(enterprises) <= FEW else rows


def _industries(values: Mapping[int, Values], divisions: Mapping[int, str], staff: str) -> dict[str, Industry]:
    grouped: dict[str, list[Values]] = defaultdict(list)
    for key, numbers in values.items():
        if divisions[key]:
            grouped[divisions[key]].append(numbers)
    return {division: Industry(returns, staff) for division, returns in grouped.items()}
