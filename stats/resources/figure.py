"""Figures: found by indicator, year, scope and vintage. A released one is never changed: it gets a revision."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import IndustryTag
from enterprises.queries.named import NAMES_ENTERPRISE, enterprises_named
from parks.resources import ParkReference, need_own_park, text
from stats.marks import MARKS
from stats.models import CompiledFigure, Figure, Indicator, IndicatorDefinition, Release, Vintage
from stats.models.figure import COMPILED_FOLLOWS_RETURNS
from stats.resources import revising
from stats.resources.labels import QUALIFIER_WORDS, SIZES, UNIT_WORDS, VINTAGES
from stats.resources.undoing import FiguresThatStay
from stats.resources.values import FigureValue, Given, ValueColumn, in_unit_of
from stats.scope import scope_key
from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.sheets.columns import BLANK_ONLY, Column
from zoneportal.spreadsheets.sheets.outgoing import Values
from zoneportal.spreadsheets.sheets.references import Reference
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import CHUNK, KEY_MISSING
from zoneportal.spreadsheets.sheets.widgets import Choice, Text, Whole, Year
from zoneportal.spreadsheets.values.rows import Change, Draft, Row

OTHER_INDICATOR = N_("The indicator of this row is called “%(stored)s”. Names are changed in the sheet of indicators.")
NO_DEFINITION = N_("This indicator has no definition (and so no unit) for this year. Add one first.")
NO_SUCH_REVISION = N_("There is no revision %(revision)s of this figure. Leave the cell empty: the portal counts.")
TWO_QUALIFIERS = N_("The value says %(first)s and the column of qualifiers %(second)s. Keep one.")
VALUE_NEEDED = N_("Write a number or one of the marks %(marks)s. A blank is never a figure.")
INDICATOR_NAMES, TAG_NAMES = ("code", "name_zh", "name_en"), ("name_zh", "code", "name_en")


@sheet
class FigureSheet(FiguresThatStay):
    sheet, title, key = "figures", _("Figures"), ("indicator", "year")
    cleans_itself = (Figure,)
    needs_reason = True
    # A file may hold what returns tell, withheld afterwards or never looked at.
    seen_with = "stats.view_enterprisereturn"
    linked = (frozenset(("value", "unit", "qualifier")),)

    indicator = Column(
        None,
        "指标编码",
        "indicator",
        Reference(Indicator, INDICATOR_NAMES),
        aliases=("指标", "编码", "indicator code"),
        source="indicator_id",
    )
    indicator_name = Column(None, "指标名称", "indicator name", Text(), source="indicator__name_zh", width=24)
    year = Column(None, "年份", "year", Year(), aliases=("年度", "年"), required=True, source="year")
    park = Column(None, "园区", "park", ParkReference(within_scope=True), aliases=("所属园区",), source="park_id")
    industry = Column(None, "产业", "industry", Reference(IndustryTag, TAG_NAMES), source="industry_id")
    size_class = Column(None, "企业规模", "size class", Choice(SIZES), aliases=("规模",), source="size_class")
    vintage = Column(None, "数据版本", "vintage", Choice(VINTAGES), aliases=("数据类型",), source="vintage")
    revision = Column(None, "修订号", "revision", Whole(), source="revision")
    value = ValueColumn(
        None,
        "数值",
        "value",
        FigureValue(),
        aliases=("指标值", *ValueColumn.other_units("数值"), *ValueColumn.other_units("指标值")),
        required=True,
        unit=UNITS["yi_yuan"],
        blank_words=BLANK_ONLY,
        source="given",
    )
    unit = Column(None, "单位", "unit", Choice(UNIT_WORDS), aliases=("计量单位",), source="definition__unit")
    qualifier = Column("qualifier", "限定词", "qualifier", Choice(QUALIFIER_WORDS))
    note_zh = text("note_zh", "备注", "note", width=30)
    note_en = text("note_en", "备注（英文）", "note (English)", width=30)
    reason = text("reason", "修订原因", "reason of the revision", width=30)

    class Meta:
        model = Figure

    def column_of(self, draft: Draft, field: str) -> str:
        return {"mark": "value", "definition": "indicator", "scope_key": "park"}.get(field) or (
            field if field in self.columns else ""
        )

    # Rows to records

    def tidy(self, row: Row) -> None:
        self._tidy_indicator(row)
        given, named = row.values.get("value"), row.values.get("qualifier")
        if given and given.qualifier:
            if named and named != given.qualifier:
                words = {"first": QUALIFIER_WORDS[given.qualifier][0], "second": QUALIFIER_WORDS[named][0]}
                row.refuse("qualifier", TWO_QUALIFIERS, **words)
            row.values["qualifier"] = given.qualifier

    def _tidy_indicator(self, row: Row) -> None:
        """The code decides; the name alone does as well, but may not contradict the code."""
        found, name = row.values.get("indicator"), row.values.get("indicator_name")
        if found and name and name not in (found.name_zh, found.name_en):
            row.refuse("indicator_name", OTHER_INDICATOR, stored=found.name_zh)
        elif name and not found and not row.has_wrong("indicator"):
            try:
                row.values["indicator"] = self.columns["indicator"].widget.clean(name)
            except Refused as refused:
                row.refuse_for("indicator_name", refused)
        elif not found and not row.errors:
            row.refuse("indicator", KEY_MISSING, column=self.columns["indicator"].label)

    def key_of(self, row: Row) -> tuple | None:
        """(indicator, year, scope, vintage); None where a part of it is wrong or missing."""
        values = row.values
        if any(row.has_wrong(name) for name in ("indicator", "year", "park", "industry", "size_class", "vintage")):
            return None
        if values.get("year") is None and not row.errors:
            row.refuse("year", KEY_MISSING, column=self.columns["year"].label)
        if not values.get("indicator") or values.get("year") is None:
            return None
        park, industry = values.get("park"), values.get("industry")
        scope = scope_key(
            park=park.code if park else "",
            industry=industry.code if industry else "",
            size_class=values.get("size_class") or "",
        )
        return (values["indicator"].pk, values["year"], scope, values.get("vintage") or Vintage.ANNUAL)

    def find(self, rows: list[Row]) -> None:
        keys = {row: key for row in rows if (key := self.key_of(row))}
        indicators = {key[0] for key in keys.values()}
        self._definitions: dict[int, list[IndicatorDefinition]] = {}
        for definition in self.fetch("indicator", indicators, IndicatorDefinition):
            self._definitions.setdefault(definition.indicator_id, []).append(definition)
        self._locked = dict(Release.objects.locked().values_list("pk", "status")) if keys else {}
        made = CompiledFigure.objects.filter(figure__indicator__in=indicators)
        self._compiled = set(made.values_list("figure_id", flat=True)) if keys else set()
        revisions: dict[tuple, dict[int, Figure]] = {}
        wanted = set(keys.values())
        for figure in self.fetch("indicator", indicators):
            key = (figure.indicator_id, figure.year, figure.scope_key, figure.vintage)
            if key in wanted:
                revisions.setdefault(key, {})[figure.revision] = figure
        self._newest: dict[Row, Figure] = {}
        for row, key in keys.items():
            self._choose(row, key, revisions.get(key, {}))

    def _choose(self, row: Row, key: tuple, stored: dict[int, Figure]) -> None:
        asked = row.values.get("revision")
        if asked is not None and asked not in (stored or {0: None}):
            row.refuse("revision", NO_SUCH_REVISION, revision=asked)
        elif stored:
            self._newest[row] = stored[max(stored)]
            row.main = Draft.of_stored(stored[max(stored) if asked is None else asked])
            self._give_definition(row.main.instance)
        else:
            row.main = Draft(self._new(row, key))

    def _new(self, row: Row, key: tuple) -> Figure:
        parts = {name: row.values.get(name) for name in ("indicator", "year", "park", "industry")}
        figure = Figure(**parts, size_class=row.values.get("size_class") or "", scope_key=key[2], vintage=key[3])
        earlier = [each for each in self._definitions.get(key[0], []) if each.valid_from_year <= figure.year]
        if earlier:
            figure.definition = max(earlier, key=lambda each: each.valid_from_year)
        else:
            row.refuse("indicator", NO_DEFINITION)
        return figure

    def _give_definition(self, figure: Figure) -> None:
        for definition in self._definitions.get(figure.indicator_id, []):
            if definition.pk == figure.definition_id:
                figure.definition = definition

    def identity(self, row: Row) -> Any:
        """Not by the cell of the revision: a blank one and the number of the newest mean the same figure."""
        return row.main and (row.main.instance.pk or self.key_of(row))

    def named(self, row: Row) -> str:
        shown = (self.columns[name].widget.shown(row.values.get(name)) for name in ("indicator", "year", "park"))
        return " ".join(filter(None, shown))

    def fill(self, row: Row) -> None:
        draft, given = row.main, row.values.get("value")
        before = None if draft.is_new else _shown(draft.instance)
        if draft.is_new and given is None and not row.has_wrong("value"):
            row.refuse("value", VALUE_NEEDED, marks=" ".join(mark.symbol for mark in MARKS.values()))
        if given and draft.instance.definition_id:
            self._put_value(row, draft, given)
        super().fill(row)
        if before is not None and before != _shown(draft.instance):
            row.changes.insert(0, Change(row.headers.sent["value"], before, _shown(draft.instance)))
        if draft.is_new:
            need_own_park(self.user, row, "park", self.columns["park"].label)
        else:
            status = self._locked.get(draft.instance.release_id, "")
            revising.settle(row, newest=self._newest[row], status=status, reason=self.options.reason)
            if draft.instance.pk in self._compiled and draft.touched & {"value", "mark"}:
                row.refuse("value", str(COMPILED_FOLLOWS_RETURNS))

    def _put_value(self, row: Row, draft: Draft, given: Given) -> None:
        own = UNITS[draft.instance.definition.unit]
        named = UNITS[row.values["unit"]] if row.values.get("unit") else None
        try:
            value = in_unit_of(given, own, named, row.headers.sent["value"])
        except Refused as refused:
            row.refuse_for("value", refused)
            return
        is_other = draft.set("value", value)
        draft.set("mark", given.mark)
        if (is_other or given.mark) and not row.values.get("qualifier"):
            self._drop_qualifier(row, draft)

    def _drop_qualifier(self, row: Row, draft: Draft) -> None:
        """余 or 约 was said of the number before; another number comes with its own or with none."""
        before = draft.instance.qualifier
        if draft.set("qualifier", "") and not draft.is_new:
            row.changes.append(Change(row.headers.sent["qualifier"], QUALIFIER_WORDS[before][0], ""))

    def complete(self, rows: list[Row]) -> None:
        written = [(row, draft.instance) for row in rows for draft in row.drafts if draft.writes and not row.errors]
        named = enterprises_named({figure.reason for _row, figure in written})
        for row, figure in written:
            if figure.reason in named:
                row.refuse("reason", NAMES_ENTERPRISE, word=named[figure.reason])
            if not row.errors:
                revising.judge(row, figure)

    # Records to rows

    def keys_of(self, row: Row) -> tuple[str, ...]:
        return ("indicator", "year", "park", "industry", "size_class", "vintage")

    def to_export(self, among: QuerySet | None = None) -> QuerySet:
        """The newest revision of each figure. Fresh compiled ones leave the portal in no file: it may come back by a
        sheet, and others see the sheets that came."""
        same = {name: OuterRef(name) for name in ("indicator", "year", "scope_key", "vintage")}
        later = Figure.objects.filter(**same, revision__gt=OuterRef("revision"))
        return super().to_export(among).looked_at().filter(~Exists(later)).order_by("indicator__code", "pk")

    def values_of(self, records: QuerySet) -> Iterator[Values]:
        sources = [column.source for column in self.columns.values()]
        place = sources.index("given") + 1
        sources[place - 1] = "value"
        for *values, mark in records.values_list("pk", *sources, "mark").iterator(CHUNK):
            if mark:
                values[place] = MARKS[mark].symbol
            yield tuple(values)


def _shown(figure: Figure) -> str:
    if figure.mark:
        return MARKS[figure.mark].symbol
    return FigureValue().shown(figure.value)
