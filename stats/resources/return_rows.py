"""The sheet of returns on its way out: which columns it has, what its rows say, which workbooks are handed out."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from parks.models import Park
from stats.models import EnterpriseReturn, FormLine, ReturnValue, SurveyYear
from stats.resources.return_columns import BEFORE, VALUE, columns_of, in_unit
from zoneportal.spreadsheets.sheets.outgoing import Teller, Told, Values
from zoneportal.spreadsheets.sheets.resources import CHUNK, SheetResource
from zoneportal.spreadsheets.sheets.widgets import plain_decimal

FIXED = ("number", "credit_code", "enterprise", "year", "note")


class ReturnRows(SheetResource):
    """The half of the sheet of returns that writes rows."""

    def prepare(self) -> None:
        """The columns are those of the forms of all frozen years; three queries."""
        self._surveys = {survey.year: survey for survey in SurveyYear.objects.order_by("-year")}
        lines = FormLine.objects.filter(survey__frozen_at__isnull=False).select_related("indicator", "survey")
        self._lines = {line.pk: line for line in lines.order_by("-survey__year", "position", "pk")}
        self._forms: dict[int, dict[str, FormLine]] = {}  # by year, by name of the column
        for line in self._lines.values():
            self._forms.setdefault(line.survey.year, {})[VALUE + line.indicator.code] = line
        fixed = {name: self.columns[name] for name in FIXED}
        note = fixed.pop("note")
        self.columns = {**fixed, **columns_of(self._lines.values()), "note": note}
        for name, column in self.columns.items():
            column.name = name
        self._has_before = False
        self._show(max(self._forms, default=0))
        super().prepare()

    def _show(self, *years: int, before: bool = False) -> None:
        """Leaves out what the forms of these years do not ask, and the year before where it is not wanted."""
        asked = {name for year in years for name in self._forms.get(year, ())}
        if before:
            asked |= {BEFORE + name.removeprefix(VALUE) for name in asked}
        self.hidden = frozenset(name for name in self.columns if name not in asked and name not in FIXED)
        self._has_before = before

    def to_export(self, among: QuerySet | None = None) -> QuerySet:
        records = super().to_export(among)
        if not self._has_before:  # a workbook to hand out has chosen its columns
            years = records.order_by().values_list("entry__survey__year", flat=True).distinct()
            self._show(*years)
        return records

    def values_of(self, records: QuerySet) -> Iterator[Values]:
        rows = records.values_list(
            "pk",
            "entry__enterprise_id",
            "entry__survey__year",
            "entry__enterprise__number",
            "entry__enterprise__credit_code",
            "entry__enterprise__name_zh",
            "note",
        ).iterator(CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            answers = self._answers({row[0] for row in chunk})
            before = self._answers_before(chunk) if self._has_before else {}
            for key, holder, year, number, code, name, note in chunk:
                own = {"number": number, "credit_code": code, "enterprise": name, "year": year, "note": note}
                own |= answers.get(key, {}) | before.get((holder, year), {})
                yield (key, *(own.get(column) for column in self.columns))

    def _answers(self, keys: set[int]) -> dict[int, dict[str, Decimal]]:
        found: dict[int, dict[str, Decimal]] = {}
        stored = ReturnValue.objects.filter(enterprise_return__in=keys).order_by("pk")
        for key, line, value in stored.values_list("enterprise_return_id", "line_id", "value"):
            name = VALUE + self._lines[line].indicator.code
            found.setdefault(key, {})[name] = in_unit(value, self._lines[line], self.columns[name].unit)
        return found

    def _answers_before(self, rows: list[tuple]) -> dict[tuple[int, int], dict[str, Decimal]]:
        """What the user may see of the year before, by enterprise and the year that follows."""
        found: dict[tuple[int, int], dict[str, Decimal]] = {}
        stored = ReturnValue.objects.visible_to(self.user).filter(
            enterprise_return__entry__enterprise__in={row[1] for row in rows},
            enterprise_return__entry__survey__year__in={row[2] - 1 for row in rows},
        )
        owner, year = "enterprise_return__entry__enterprise_id", "enterprise_return__entry__survey__year"
        for holder, its_year, line, value in stored.order_by("pk").values_list(owner, year, "line_id", "value"):
            name = BEFORE + self._lines[line].indicator.code
            own = found.setdefault((holder, its_year + 1), {})
            own[name] = in_unit(value, self._lines[line], self.columns[name].unit)
        return found

    def tellers(self) -> list[Teller]:
        """What is only shown for comparison is no part of the fingerprint."""
        own = zip(self.columns.values(), super().tellers(), strict=True)
        return [_told_only if column.name.startswith(BEFORE) else teller for column, teller in own]

    # Workbooks to hand out

    def groups(self) -> list[tuple[str, str]]:
        """By year and park; a clerk of a park has that park only."""
        years = SurveyYear.objects.filter(frozen_at__isnull=False).order_by("-year").values_list("year", flat=True)
        parks = list(Park.objects.visible_to(self.user).order_by("position", "pk"))
        return [(f"{year}-{park.code}", f"{year} · {park.name}") for year in years for park in parks]

    def of_group(self, word: str) -> QuerySet:
        year, _dash, code = word.partition("-")
        self._show(int(year), before=True)
        return EnterpriseReturn.objects.filter(entry__survey__year=year, entry__park__code=code)


def _told_only(value: Any) -> Told:
    return (plain_decimal(value), "", 0)
