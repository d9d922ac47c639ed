"""What became of the numbers and explanations of one return: who changed which from what to what. Confidential."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from stats.finding_words import check_name, unit_name
from stats.models import EnterpriseReturn, FormLine, Indicator, ReturnFinding, ReturnValue
from zoneportal.numbers import decimals_of, display

SHOWN = 300


@dataclass(frozen=True)
class Step:
    version: Any  # of the history: who, when, why, by which import
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ReturnHistory:
    steps: list[Step]  # the newest first
    count: int


def return_history(report: EnterpriseReturn) -> ReturnHistory:
    """Five queries, however long the history is. The caller has asked whether the user may see this return."""
    values = list(_versions(ReturnValue, report))
    findings = list(_versions(ReturnFinding, report))
    lines = _lines({each.line_id for each in (*values, *findings)})
    steps = [*_of_values(values, lines), *_of_explanations(findings, lines)]
    steps.sort(key=lambda step: step.version.history_date, reverse=True)
    return ReturnHistory(steps[:SHOWN], len(steps))


def _versions(model: type, report: EnterpriseReturn):
    rows = model.history.filter(enterprise_return_id=report.pk)
    return rows.select_related("history_user").order_by("history_date", "history_id")


class _Line:
    """What a line was called and in which unit it was asked, at any moment: a line without values may change both."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.said: list[tuple[str, str]] = []  # name of the indicator, unit

    def at(self, moment: datetime) -> tuple[str, str]:
        return self.said[max(0, bisect_right(self.moments, moment) - 1)]


def _lines(keys: set[int | None]) -> dict[int, _Line]:
    rows = FormLine.history.filter(id__in=keys - {None}).order_by("history_date", "history_id")
    versions = list(rows.values_list("id", "history_date", "indicator_id", "unit"))
    names = Indicator.objects.in_bulk({indicator for _key, _at, indicator, _unit in versions})
    found: dict[int, _Line] = {}
    for key, at, indicator, unit in versions:
        line = found.setdefault(key, _Line())
        line.moments.append(at)
        line.said.append((names[indicator].name if indicator in names else "—", unit))
    return found


def _of_values(versions: Iterable[Any], lines: dict[int, _Line]) -> Iterable[Step]:
    """By line, not by record: a number taken out and entered anew is one story."""
    standing: dict[int, str] = {}
    for version in versions:
        name, unit = lines[version.line_id].at(version.history_date)
        amount = f"{display(version.value, decimals_of(version.value))} {unit_name(unit)}"
        unknown = _("(not recorded)") if version.history_type == "~" else ""
        before = standing.get(version.line_id, unknown)
        after = "" if version.history_type == "-" else amount
        if version.history_type == "-" and not before:
            before = amount
        standing[version.line_id] = after
        if before != after:
            yield Step(version, name, before, after)


def _of_explanations(versions: Iterable[Any], lines: dict[int, _Line]) -> Iterable[Step]:
    standing: dict[int, str] = {}
    for version in versions:
        before = standing.get(version.id, "")
        after = "" if version.history_type == "-" else version.explanation
        standing[version.id] = after
        if before != after:
            place = lines[version.line_id].at(version.history_date)[0] if version.line_id else ""
            what = _("Explanation") + (f" · {place}" if place else "") + f" · {check_name(version.code)}"
            yield Step(version, what, before, after)
