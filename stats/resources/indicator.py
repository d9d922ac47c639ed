"""Indicators with their dated definitions: one row a definition; an indicator without one has a row of its own."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parks.resources import text
from stats.models import Figure, Indicator, IndicatorDefinition
from stats.resources.labels import DIRECTIONS, THEMES, UNIT_WORDS
from zoneportal.messages import N_
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.outgoing import Values
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import CHUNK, KEY_MISSING, SheetResource
from zoneportal.spreadsheets.sheets.widgets import Choice, Whole, Word, Year, YesNo
from zoneportal.spreadsheets.values.rows import Draft, Row

OF_INDICATOR = ("code", "name_zh", "name_en", "theme", "decimals", "direction", "position", "is_headline")
DEFINITION_NEEDS_YEAR = N_("Say from which year on this definition holds, in the column “%(column)s”.")
TWO_VALUES = N_("Rows %(first)s and %(second)s give the same indicator different values in this column.")
UNIT_IN_USE = N_("Figures were made by this definition. Add a row with the new unit and the year from which it holds.")


@sheet
class IndicatorSheet(SheetResource):
    sheet, title, key = "indicators", _("Indicators"), ("code", "valid_from_year")
    cleans_itself = (IndicatorDefinition,)
    grouped_by = ("code",)

    code = Column("code", "指标编码", "indicator code", Word(), aliases=("编码", "code"), required=True)
    name_zh = text("name_zh", "指标名称", "indicator name", aliases=("名称", "指标"))
    name_en = text("name_en", "指标名称（英文）", "indicator name (English)")
    theme = Column("theme", "主题", "theme", Choice(THEMES))
    decimals = Column("decimals", "小数位数", "decimals", Whole())
    direction = Column("direction", "方向", "direction", Choice(DIRECTIONS))
    position = Column("position", "排序", "order", Whole())
    is_headline = Column("is_headline", "首页指标", "headline figure", YesNo())
    valid_from_year = Column("valid_from_year", "口径起始年份", "valid from year", Year(), aliases=("起始年份",))
    unit = Column("unit", "计量单位", "unit", Choice(UNIT_WORDS), aliases=("单位",))
    definition_zh = text("definition_zh", "指标口径", "definition", aliases=("口径", "定义"), width=40)
    definition_en = text("definition_en", "指标口径（英文）", "definition (English)", width=40)
    source_zh = text("source_zh", "数据来源", "source", aliases=("来源",))
    source_en = text("source_en", "数据来源（英文）", "source (English)")
    is_comparable = Column("is_comparable", "与上一口径可比", "comparable with the previous definition", YesNo())

    class Meta:
        model = IndicatorDefinition

    @property
    def models_written(self) -> tuple[type[models.Model], ...]:
        return (Indicator, IndicatorDefinition)

    def column_of(self, draft: Draft, field: str) -> str:
        return field if field in self.columns else ""

    def groups_of(self, rows: list[Row]) -> list[Any]:
        """All definitions of an indicator share its record."""
        return [row.values.get("code") for row in rows]

    def find(self, rows: list[Row]) -> None:
        codes = {code for row in rows if (code := row.values.get("code"))}
        self._indicators = {each.code: Draft.of_stored(each) for each in self.fetch("code", codes, Indicator)}
        stored_keys = [draft.instance.pk for draft in self._indicators.values()]
        definitions = {(each.indicator_id, each.valid_from_year): each for each in self.fetch("indicator", stored_keys)}
        self._first: dict[tuple[str, str], Row] = {}
        self._givers: dict[str, list[Row]] = {}  # by code: the rows that wrote into the record of the indicator
        for row in rows:
            code, year = row.values.get("code"), row.values.get("valid_from_year")
            if code is None:
                if not row.has_wrong("code"):
                    row.refuse("code", KEY_MISSING, column=self.columns["code"].label)
                continue
            indicator = self._indicators.setdefault(code, Draft(Indicator()))
            if year is None:
                self._without_definition(row, indicator)
                continue
            record = definitions.get((indicator.instance.pk, year))
            row.main = Draft.of_stored(record) if record else Draft(IndicatorDefinition(indicator=indicator.instance))
            row.main.instance.indicator = indicator.instance

    def _without_definition(self, row: Row, indicator: Draft) -> None:
        given = [
            name for name in self.columns if name not in (*OF_INDICATOR, "valid_from_year") and row.values.get(name)
        ]
        if given and not row.has_wrong("valid_from_year"):
            row.refuse("valid_from_year", DEFINITION_NEEDS_YEAR, column=self.columns["valid_from_year"].label)
        else:
            row.main = indicator

    def identity(self, row: Row) -> Any:
        return row.main and (row.values["code"], row.values.get("valid_from_year"))

    def out_of_scope(self, rows: list[Row]) -> None:
        """Indicators and their definitions are the whole zone's: the right on them is all it takes."""

    def fill(self, row: Row) -> None:
        indicator = self._indicators[row.values["code"]]
        touched = len(indicator.touched)
        for name, value in row.values.items():
            own = name in OF_INDICATOR
            if own and not self._agrees(row, name, value):
                continue
            if own or row.main is not indicator:
                self.put(row, indicator if own else row.main, self.columns[name], value)
        for draft in {row.main, indicator}:
            if draft.is_new:
                self.need_of(row, type(draft.instance))
        if len(indicator.touched) > touched:
            self._givers.setdefault(row.values["code"], []).append(row)
        if row.main is not indicator and (indicator.is_new or len(indicator.touched) > touched):
            row.others.append(indicator)

    def leans_on(self, row: Row) -> list[Row]:
        code = row.values["code"]
        return self._givers.get(code, []) if self._indicators[code] in row.drafts else []

    def _agrees(self, row: Row, name: str, value: Any) -> bool:
        """Whether no earlier row of the same indicator says otherwise; each value is put into the record once."""
        first = self._first.setdefault((row.values["code"], name), row)
        if first is not row and value is not None and first.values.get(name) not in (None, value):
            row.refuse(name, TWO_VALUES, first=first.number, second=row.number)
        return first is row or (value is not None and first.values.get(name) is None)

    def need_of(self, row: Row, model: type[models.Model]) -> None:
        own = model is Indicator
        names = [name for name in self.columns if (name in OF_INDICATOR) is own]
        first = self._first.get((row.values["code"], "code"))
        if not own or first is row:
            self.need(row, model, names)

    def complete(self, rows: list[Row]) -> None:
        changing = {
            row.main.instance.pk: row
            for row in rows
            if isinstance(row.main.instance, IndicatorDefinition) and not row.main.is_new and "unit" in row.main.touched
        }
        used = Figure.objects.filter(definition__in=list(changing)).values_list("definition", flat=True).distinct()
        for key in used if changing else ():
            changing[key].refuse("unit", UNIT_IN_USE)

    # Records to rows: one for each definition, and one for an indicator that has none

    def to_export(self, among: models.QuerySet | None = None) -> models.QuerySet:
        indicators = Indicator.objects.visible_to(self.user)
        if among is not None:
            own = "pk" if among.model is Indicator else "indicator"
            indicators = indicators.filter(pk__in=among.order_by().values(own))
        return indicators.order_by(*Indicator._meta.ordering, "definitions__valid_from_year")

    def values_of(self, records: models.QuerySet) -> Iterator[Values]:
        sources = [name if name in OF_INDICATOR else f"definitions__{name}" for name in self.columns]
        for indicator, definition, *values in records.values_list("pk", "definitions", *sources).iterator(CHUNK):
            yield ((indicator, definition), *values)

    def key_of_record(self, record: models.Model) -> int:
        return record.pk if isinstance(record, Indicator) else record.indicator_id

    def with_keys(self, keys: list[int]) -> models.QuerySet:
        return Indicator.objects.filter(pk__in=keys).order_by("pk", "definitions__pk")

    def identity_of(self, record: models.Model) -> tuple[int, int | None]:
        return (record.pk, None) if isinstance(record, Indicator) else (record.indicator_id, record.pk)
