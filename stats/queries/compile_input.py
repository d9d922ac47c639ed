"""What a compilation reads: the accepted returns of a frozen year, and what an earlier compilation had read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stats.compiling import Entry, Line
from stats.models import (
    Compilation,
    EnterpriseReturn,
    FormLine,
    IndicatorDefinition,
    ReturnStatus,
    ReturnValue,
    SurveyYear,
)

ENTRY = (
    *("entry_id", "entry__enterprise__number", "entry__park__code", "entry__main_industry__code"),
    *("entry__size_class", "entry__holding_id", "entry__enterprise__is_sample"),
)


@dataclass(frozen=True)
class Accepted:
    """The lines of the form with the definition each figure is made by, and the accepted returns."""

    lines: tuple[Line, ...]
    definitions: dict[str, IndicatorDefinition]  # by code of the indicator
    entries: tuple[Entry, ...]
    keys: dict[str, int]  # number of the enterprise -> key of its entry
    invented: tuple[Entry, ...] = ()  # those of a sample year or of a sample enterprise


def accepted(survey: SurveyYear, *, hold: bool = False) -> Accepted:
    """Four queries. With `hold` nobody takes an acceptance back until the transaction ends.

    Errors: ValidationError where an indicator has no definition for the year.
    """
    lines, definitions, codes = _lines(survey)
    returns = EnterpriseReturn.objects.filter(entry__survey=survey, status=ReturnStatus.ACCEPTED)
    if hold:
        returns = returns.select_for_update(of=("self",))
    rows = list(returns.order_by("pk").values_list(*ENTRY))
    values: dict[int, dict[str, Decimal]] = {row[0]: {} for row in rows}
    stored = ReturnValue.objects.filter(
        enterprise_return__entry__survey=survey, enterprise_return__status=ReturnStatus.ACCEPTED
    )
    for key, line, value in stored.order_by().values_list("enterprise_return__entry_id", "line_id", "value"):
        if key in values:  # accepted since the returns were read: the next compilation takes it
            values[key][codes[line]] = value
    entries = tuple(
        Entry(number, park, industry or "", size_class, str(holding or ""), values[key])
        for key, number, park, industry, size_class, holding, _is_sample in rows
    )
    invented = tuple(entry for entry, row in zip(entries, rows, strict=True) if survey.is_sample or row[-1])
    return Accepted(lines, definitions, entries, {row[1]: row[0] for row in rows}, invented)


def _lines(survey: SurveyYear) -> tuple[tuple[Line, ...], dict[str, IndicatorDefinition], dict[int, str]]:
    form = list(FormLine.objects.filter(survey=survey).select_related("indicator").order_by("position", "pk"))
    indicators = {line.indicator_id for line in form}
    dated = IndicatorDefinition.objects.filter(indicator__in=indicators, valid_from_year__lte=survey.year)
    newest = {each.indicator_id: each for each in dated.select_related("indicator").order_by("valid_from_year", "pk")}
    for line in form:
        if line.indicator_id not in newest:
            raise ValidationError(
                _("The indicator “%(indicator)s” has no definition (and so no unit) for %(year)s. Add one first.")
                % {"indicator": line.indicator, "year": survey.year}
            )
    lines = tuple(Line(line.indicator.code, line.unit, newest[line.indicator_id].unit) for line in form)
    definitions = {line.indicator.code: newest[line.indicator_id] for line in form}
    return lines, definitions, {line.pk: line.indicator.code for line in form}


def read_by(compilation: Compilation) -> list[Entry]:
    """The returns as they were when the compilation was made. One query."""
    rows: Iterable[tuple[dict, dict]] = compilation.inputs.order_by("pk").values_list("scope", "values")
    return [
        Entry(**scope, values={indicator: Decimal(text) for indicator, text in values.items()})
        for scope, values in rows
    ]
