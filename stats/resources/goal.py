"""Development goals: the working drafts; publishing stays a right and a step of its own."""

from django.utils.translation import gettext_lazy as _

from parks.resources import text
from stats.models import Goal, Indicator
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.references import Reference
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import SheetResource
from zoneportal.spreadsheets.sheets.widgets import Quantity, Whole, Word, Year


@sheet
class GoalSheet(SheetResource):
    sheet, title, key = "goals", _("Development goals"), ("slug",)

    slug = Column("slug", "目标编码", "goal key", Word(), aliases=("编码", "slug"), required=True)
    position = Column("position", "排序", "order", Whole())
    title_zh = text("title_zh", "标题", "title")
    title_en = text("title_en", "标题（英文）", "title (English)")
    wording_zh = text("wording_zh", "官方表述", "official wording", width=40)
    wording_en = text("wording_en", "官方表述（英文）", "official wording (English)", width=40)
    indicator = Column(
        "indicator",
        "衡量指标",
        "indicator",
        Reference(Indicator, ("code", "name_zh", "name_en")),
        aliases=("指标",),
        source="indicator_id",
    )
    baseline_year = Column("baseline_year", "基期年份", "baseline year", Year())
    baseline_value = Column("baseline_value", "基期数值", "baseline value", Quantity())
    target_value = Column("target_value", "目标数值", "target value", Quantity())
    first_target_year = Column("first_target_year", "目标起始年份", "first year of the window", Year())
    last_target_year = Column("last_target_year", "目标截止年份", "last year of the window", Year())
    choice_note_zh = text("choice_note_zh", "口径选定说明", "who chose the indicator", width=40)
    choice_note_en = text("choice_note_en", "口径选定说明（英文）", "who chose the indicator (English)", width=40)

    class Meta:
        model = Goal
