"""The industries that the zone names itself: leading ones and strategic emerging ones."""

from django.utils.translation import gettext_lazy as _

from enterprises.models import IndustryTag
from enterprises.resources.labels import SCHEMES
from parks.resources import text
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import SheetResource
from zoneportal.spreadsheets.sheets.widgets import Choice, Whole, Word


@sheet
class IndustryTagSheet(SheetResource):
    sheet, title, key = "industry-tags", _("Industries of the zone"), ("code",)

    code = Column("code", "产业编码", "industry code", Word(), aliases=("编码", "code"), required=True)
    scheme = Column("scheme", "分类", "scheme", Choice(SCHEMES), aliases=("产业分类",))
    name_zh = text("name_zh", "产业名称", "industry name", aliases=("名称",))
    name_en = text("name_en", "产业名称（英文）", "industry name (English)")
    description_zh = text("description_zh", "说明", "description", width=40)
    description_en = text("description_en", "说明（英文）", "description (English)", width=40)
    position = Column("position", "排序", "order", Whole())

    class Meta:
        model = IndustryTag
