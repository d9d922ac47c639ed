"""One return as its page shows it: each value beside last year's, with what the checks found of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from stats.finding_words import check_name, sentence_of, unit_name
from stats.models import EnterpriseReturn, FormLine, ReturnFinding
from stats.plausibility.reports import Report
from stats.queries.checking import beside_nothing, last_values, lines_of
from zoneportal.numbers import decimals_of, display, growth, plain_number


@dataclass(frozen=True)
class FindingLine:
    finding: ReturnFinding
    check: str
    sentence: str


@dataclass(frozen=True)
class ValueLine:
    """A line of the form. Numbers as text, with every digit that is stored; "" where none was given."""

    line: FormLine
    name: str
    unit: str
    whole: str  # the name of the line that it is a part of
    value: str
    plain: str  # the value as it can be typed
    last: str
    change: str  # per cent on last year
    is_alone: bool  # neither last year nor enough others say how much is usual
    findings: list[FindingLine] = field(default_factory=list)


@dataclass(frozen=True)
class ReturnPage:
    lines: list[ValueLine]
    whole: list[FindingLine]  # about the return as a whole
    settled: list[FindingLine]
    unexplained: int

    @property
    def alone(self) -> int:
        return sum(line.is_alone for line in self.lines)


def return_page(enterprise_return: EnterpriseReturn) -> ReturnPage:
    """Four queries, six where a number has none of last year beside it. With its entry and survey."""
    entry = enterprise_return.entry
    lines = lines_of(entry.survey)
    last = last_values(entry.survey.year, lines, [entry.enterprise_id]).get(entry.enterprise_id, {})
    given = dict(enterprise_return.values.values_list("line__indicator__code", "value"))
    alone = beside_nothing(entry.survey, lines, Report(given, last))
    standing: dict[int | None, list[FindingLine]] = defaultdict(list)
    names = {code: line.indicator.name for code, line in lines.items()}
    settled, unexplained = [], 0
    rows = enterprise_return.findings.select_related("explained_by").order_by("line__position", "code", "pk")
    for finding in rows:
        said = FindingLine(finding, check_name(finding.code), sentence_of(finding, names))
        if finding.closed_at is None:
            standing[finding.line_id].append(said)
            unexplained += not finding.explanation
        else:
            settled.append(said)
    shown = [
        _value_line(line, given.get(code), last.get(code), code in alone, standing[line.pk])
        for code, line in lines.items()
    ]
    return ReturnPage(shown, standing[None], settled, unexplained)


def _value_line(
    line: FormLine, value: Decimal | None, last: Decimal | None, is_alone: bool, findings: list[FindingLine]
) -> ValueLine:
    change = growth(value, last) if value is not None and last is not None else None
    return ValueLine(
        line=line,
        name=line.indicator.name,
        unit=unit_name(line.unit),
        whole=line.part_of.indicator.name if line.part_of else "",
        value=_text(value),
        plain="" if value is None else plain_number(value),
        last=_text(last),
        change="" if change is None else f"{change:+}",
        is_alone=is_alone,
        findings=findings,
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else display(value, decimals_of(value))
