"""What the checks of a survey year read: its form, its thresholds, all its returns and those of the year before.

Hardly more queries for all returns than for one. Peers are from every park, whoever checks.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from enterprises.classification import DIVISION
from enterprises.models import Registration, StatusEvent
from enterprises.models.registration import EndReason, LegalStatus
from stats.models import CheckThreshold, EnterpriseReturn, FormLine, ReturnValue, SurveyYear
from stats.models.survey import LineRole
from stats.plausibility.checks import without_comparison
from stats.plausibility.peers import ALL, INDUSTRY, SECTION, Circle
from stats.plausibility.reports import Form, Line, Report, Standing
from stats.plausibility.slips import needs_wider
from stats.plausibility.thresholds import Thresholds
from zoneportal.messages import Refused
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
    answered: Mapping[str, int]  # returns with a number other than zero, by line
    last: Mapping[int, Values]  # by enterprise, in the units of this year's form
    standings: Mapping[int, Standing]  # by enterprise
    circles: Mapping[tuple[str, str], Circle]  # by whom they are among, and their code

    def report(self, enterprise_return: EnterpriseReturn) -> Report:
        enterprise = enterprise_return.entry.enterprise_id
        return Report(
            self.values.get(enterprise_return.pk, {}),
            self.last.get(enterprise, {}),
            self.standings.get(enterprise, Standing(in_zone=False)),
        )

    def without_comparison(self, enterprise_return: EnterpriseReturn) -> list[str]:
        return without_comparison(self.form, self.report(enterprise_return), self.answered, self.thresholds)

    def circles_of(self, enterprise_return: EnterpriseReturn) -> list[Circle]:
        """The nearest first."""
        industry = enterprise_return.entry.industry_class
        places = places_of(industry.code, industry.section) if industry else places_of(None, None)
        return [self.circles[place] for place in places if place in self.circles]


def places_of(code: str | None, section: str | None) -> tuple[tuple[str, str], ...]:
    """With whom an enterprise is compared: its division of GB/T 4754, its section, all; of an unknown industry all."""
    if not code or not section:
        return ((ALL, ""),)
    return ((INDUSTRY, code[:DIVISION]), (SECTION, section), (ALL, ""))


def thresholds_of(year: int) -> Thresholds:
    """Those in force for the data of `year`. Errors: Refused, naming the one that is not set. One query."""
    rows = CheckThreshold.objects.filter(valid_from_year__lte=year).order_by("valid_from_year")
    return Thresholds.of({row.rule: row.number for row in rows})


def material_of(survey: SurveyYear, returns: Collection[EnterpriseReturn]) -> Material:
    """For checking these returns (with entry and industry class). Errors: Refused where a threshold is not set."""
    lines = lines_of(survey)
    form, thresholds = form_of(survey.year, lines), thresholds_of(survey.year)
    enterprises = {each.entry.enterprise_id for each in returns}
    answers = _answers(survey, _near(returns))
    material = Material(
        form,
        lines,
        thresholds,
        answers.values,
        answered(survey),
        last_values(survey.year, lines, enterprises),
        _standings(survey.year, enterprises),
        answers.circles(form.staff, INDUSTRY),
    )
    wanted = _too_few_near(material, returns)
    if not wanted:
        return material
    if len(returns) <= FEW:
        answers = _answers(survey, Q(line__indicator__code__in=[*wanted, form.staff]))
    wider = answers.circles(form.staff, SECTION, ALL)
    return replace(material, circles=wider | material.circles)


def _too_few_near(material: Material, returns: Collection[EnterpriseReturn]) -> list[str]:
    """The lines that have to be compared beyond the industry, in some return."""
    found: set[str] = set()
    for each in returns:
        report, near = material.report(each), material.circles_of(each)
        found.update(
            line.code
            for line in material.form.lines
            if line.code not in found and needs_wider(line, report, near, material.form.staff, material.thresholds)
        )
    return sorted(found)


def answered(survey: SurveyYear) -> dict[str, int]:
    """How many returns of the year give a number other than zero, by line. One query."""
    rows = ReturnValue.objects.filter(enterprise_return__entry__survey=survey).exclude(value=0)
    counted = rows.order_by().values(code=F("line__indicator__code")).annotate(count=Count("pk"))
    return {row["code"]: row["count"] for row in counted}


def lines_of(survey: SurveyYear) -> dict[str, FormLine]:
    """The form by codes of indicators, in its order. One query."""
    rows = survey.lines.select_related("indicator", "part_of__indicator").order_by("position", "pk")
    return {line.indicator.code: line for line in rows}


def beside_nothing(survey: SurveyYear, lines: Mapping[str, FormLine], report: Report) -> list[str]:
    """The lines of one return whose number can be compared with nothing. Two queries, none where last year is known.

    None where a threshold is not set: the check itself names it.
    """
    if not any(value and not report.last.get(code) for code, value in report.values.items()):
        return []
    try:
        thresholds = thresholds_of(survey.year)
    except Refused:
        return []
    return without_comparison(form_of(survey.year, lines), report, answered(survey), thresholds)


def form_of(year: int, lines: Mapping[str, FormLine]) -> Form:
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


@dataclass(frozen=True)
class _Answers:
    values: Mapping[int, Values]  # by return
    places: Mapping[int, tuple[tuple[str, str], ...]]  # by return

    def circles(self, staff: str, *among: str) -> dict[tuple[str, str], Circle]:
        grouped: dict[tuple[str, str], list[Values]] = defaultdict(list)
        for key, numbers in self.values.items():
            for place in self.places[key]:
                if place[0] in among:
                    grouped[place].append(numbers)
        return {place: Circle(returns, staff, place[0]) for place, returns in grouped.items()}


def _near(returns: Collection[EnterpriseReturn]) -> Q:
    """Of few returns they themselves and all of their divisions."""
    if len(returns) > FEW:
        return Q()
    near = Q(enterprise_return__in=[each.pk for each in returns])
    for division in {each.entry.industry_class.code[:DIVISION] for each in returns if each.entry.industry_class}:
        near |= Q(enterprise_return__entry__industry_class__code__startswith=division)
    return near


def _answers(survey: SurveyYear, where: Q) -> _Answers:
    """One query."""
    values: dict[int, Values] = defaultdict(dict)
    places: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = ReturnValue.objects.filter(where, enterprise_return__entry__survey=survey)
    industry = "enterprise_return__entry__industry_class"
    columns = ("enterprise_return_id", "line__indicator__code", "value", f"{industry}__code", f"{industry}__section")
    for key, code, value, *known in rows.order_by("pk").values_list(*columns).iterator():
        values[key][code] = value
        if key not in places:
            places[key] = places_of(*known)
    return _Answers(values, places)


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
