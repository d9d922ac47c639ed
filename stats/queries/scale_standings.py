"""Where every enterprise of a frozen year stands against the line of above designated size, and of which size it is.

By its accepted return of the year; where that is missing by the accepted one of the year before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stats.above_scale import Status, Threshold, Value, parse_industries, status
from stats.models import (
    AboveScaleThreshold,
    EnterpriseYear,
    FormLine,
    ReturnStatus,
    ReturnValue,
    SizeClass,
    SurveyYear,
)
from stats.models.survey import LineRole
from stats.size_classes import Verdict, size_class
from zoneportal.numbers import UNITS, convert

WAN = UNITS["wan_yuan"]


@dataclass(frozen=True)
class Standing:
    """An enterprise of the year with what its values say of it; `value_year` is None where it has none."""

    entry: EnterpriseYear
    status: Status
    size: Verdict
    value_year: int | None

    @property
    def new_above(self) -> bool:
        """What cannot be judged stays as it is."""
        return self.entry.is_above_scale if self.status.is_above is None else self.status.is_above

    @property
    def new_size(self) -> str:
        return self.entry.size_class if self.size.size is None else self.size.size

    @property
    def is_changed(self) -> bool:
        return (self.new_above, self.new_size) != (self.entry.is_above_scale, self.entry.size_class)

    @property
    def old_size_name(self) -> str:
        return self.entry.get_size_class_display() if self.entry.size_class else ""

    @property
    def new_size_name(self) -> str:
        return str(SizeClass(self.new_size).label) if self.new_size else ""

    @property
    def reasons(self) -> list[str]:
        """Why something cannot be judged, translated."""
        size_reason = _(self.size.reason) % {"year": self.entry.survey.year} if self.size.reason else ""
        return [reason for reason in (_(self.status.reason) if self.status.reason else "", size_reason) if reason]


@dataclass(frozen=True)
class _Given:
    year: int
    by_indicator: dict[str, Value]
    by_role: dict[str, Value]

    def in_wan(self, role: str) -> Decimal | None:
        value = self.by_role.get(role)
        return convert(value.amount, value.unit, WAN) if value else None


def standings(survey: SurveyYear, user: Any) -> list[Standing]:
    """Of the enterprises of the user's parks, by zone number. Four queries."""
    thresholds = thresholds_of(survey.year)
    lines = list(
        FormLine.objects.filter(survey__year__in=(survey.year, survey.year - 1)).select_related("indicator", "survey")
    )
    asked = {threshold.indicator for threshold in thresholds}
    needed = {line.pk: line for line in lines if line.role or line.indicator.code in asked}
    given = _given(needed)
    rows = EnterpriseYear.objects.filter(survey=survey)
    rows = rows if user is None else rows.visible_to(user)
    related = rows.select_related("survey", "enterprise", "park", "industry_class")
    found = []
    for entry in related.order_by("enterprise__number", "pk"):
        keys = [(entry.enterprise_id, year) for year in (survey.year, survey.year - 1)]
        found.append(_standing(entry, next((given[key] for key in keys if key in given), None), thresholds))
    return found


def thresholds_of(year: int) -> list[Threshold]:
    """Those in force for the data of `year`. One query."""
    rows = AboveScaleThreshold.objects.select_related("indicator").order_by("pk")
    found = [
        Threshold(
            industries=parse_industries(row.industries),
            indicator=row.indicator.code,
            minimum=row.minimum,
            unit=UNITS[row.unit],
            first_year=row.valid_from_year,
            last_year=row.valid_to_year,
            document=row.document_number,
        )
        for row in rows
    ]
    return [threshold for threshold in found if threshold.in_force(year)]


def _given(lines: dict[int, FormLine]) -> dict[tuple[int, int], _Given]:
    """What accepted returns say, by enterprise and year."""
    found: dict[tuple[int, int], _Given] = {}
    values = ReturnValue.objects.filter(line__in=lines, enterprise_return__status=ReturnStatus.ACCEPTED)
    columns = ("enterprise_return__entry__enterprise_id", "line_id", "value")
    for enterprise, key, amount in values.order_by().values_list(*columns):
        line = lines[key]
        given = found.setdefault((enterprise, line.survey.year), _Given(line.survey.year, {}, {}))
        value = Value(amount, UNITS[line.unit])
        given.by_indicator[line.indicator.code] = value
        if line.role:
            given.by_role[line.role] = value
    return found


def _standing(entry: EnterpriseYear, given: _Given | None, thresholds: Iterable[Threshold]) -> Standing:
    """By the rules in force for the year itself, also where only the values of the year before are known."""
    year = entry.survey.year
    own = given or _Given(year, {}, {})
    industry = entry.industry_class
    code, section = (industry.code, industry.section) if industry else ("", "")
    staff = own.by_role.get(LineRole.STAFF)
    return Standing(
        entry=entry,
        status=status(code, section, year, own.by_indicator, thresholds),
        size=size_class(
            code,
            section,
            year=year,
            staff=staff.amount if staff else None,
            revenue_wan=own.in_wan(LineRole.REVENUE),
            assets_wan=own.in_wan(LineRole.ASSETS),
        ),
        value_year=given.year if given else None,
    )


def by_park(found: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Name of the park -> its enterprises, in the order they came in."""
    parks: dict[str, list[Standing]] = defaultdict(list)
    for standing in found:
        parks[standing.entry.park.name].append(standing)
    return dict(parks)
