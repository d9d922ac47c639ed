"""The sheets of the zone's own content: parks, profile, milestones, announcements. They write working drafts only."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from parks.models import Announcement, Milestone, Park, ParkFormerName, ProfileSection
from parks.models.announcement import AnnouncementKind
from parks.models.profile import LegalStanding
from parks.scope import covers_all_parks
from zoneportal.messages import N_
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.sheets.columns import BLANK_ONLY, Column
from zoneportal.spreadsheets.sheets.references import Reference
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import SheetResource
from zoneportal.spreadsheets.sheets.widgets import Choice, Day, Quantity, RichText, Text, Whole, Word, Year, YesNo
from zoneportal.spreadsheets.values.rows import Row

KM2 = UNITS["km2"]
NEEDS_OWN_PARK = N_("Say which of your parks this record belongs to, in the column “%(column)s”.")


class ParkReference(Reference):
    """A park by code or name, former names included. `within_scope`: only parks that the user works for."""

    def __init__(self, *, within_scope: bool = False) -> None:
        super().__init__(Park, ("name_zh", "code", "name_en"), within_scope=within_scope)

    def further_names(self, records: dict[int, Any]) -> Iterable[tuple[str, Any]]:
        for park, name in ParkFormerName.objects.values_list("park", "name_zh"):
            yield name, records[park]


def need_own_park(user: Any, row: Row, name: str, label: str) -> None:
    """Refuses a row without a park when the user works for some parks only."""
    if row.values.get(name) is None and not row.has_wrong(name) and not covers_all_parks(user):
        row.refuse(name, NEEDS_OWN_PARK, column=label)


def text(name: str, label: str, english: str, **options: Any) -> Column:
    """A text column in which only an empty cell is blank: “无” may be what the text says."""
    return Column(name, label, english, Text(), blank_words=BLANK_ONLY, **options)


def html(name: str, label: str, english: str) -> Column:
    return Column(name, label, english, RichText(), blank_words=BLANK_ONLY, width=40)


@sheet
class ParkSheet(SheetResource):
    sheet, title, key = "parks", _("Parks"), ("code",)

    code = Column("code", "园区编码", "park code", Word(), aliases=("编码", "代码", "code"), required=True)
    slug = Column("slug", "网址词", "address word", Word(), aliases=("slug",))
    name_zh = text("name_zh", "园区名称", "park name", aliases=("名称", "园区"))
    name_en = text("name_en", "园区名称（英文）", "park name (English)", aliases=("名称（英文）",))
    focus_zh = text("focus_zh", "产业方向", "focus")
    focus_en = text("focus_en", "产业方向（英文）", "focus (English)")
    description_zh = html("description_zh", "园区介绍", "description")
    description_en = html("description_en", "园区介绍（英文）", "description (English)")
    area_km2 = Column("area_km2", "面积", "area", Quantity(), unit=KM2, aliases=("园区面积", "规划面积"))
    address_zh = text("address_zh", "地址", "address")
    address_en = text("address_en", "地址（英文）", "address (English)")
    phone = text("phone", "办公电话", "office telephone", aliases=("联系电话",))
    email = text("email", "办公邮箱", "office e-mail", aliases=("电子邮箱",))
    map_approval = Column("map_approval", "审图号", "map approval number", Text(), aliases=("地图审图号",))
    map_source_zh = text("map_source_zh", "地图来源", "source of the map")
    map_source_en = text("map_source_en", "地图来源（英文）", "source of the map (English)")
    position = Column("position", "排序", "order", Whole())
    valid_from = Column("valid_from", "设立日期", "exists from", Day())
    valid_to = Column("valid_to", "撤并日期", "exists until", Day())
    successor = Column("successor", "并入园区", "successor", ParkReference(), source="successor_id")

    class Meta:
        model = Park


@sheet
class ProfileSheet(SheetResource):
    sheet, title, key = "profile", _("Profile sections"), ("slug",)

    slug = Column("slug", "网址词", "address word", Word(), aliases=("slug",), required=True)
    position = Column("position", "排序", "order", Whole())
    title_zh = text("title_zh", "标题", "title")
    title_en = text("title_en", "标题（英文）", "title (English)")
    body_zh = html("body_zh", "正文", "text")
    body_en = html("body_en", "正文（英文）", "text (English)")

    class Meta:
        model = ProfileSection


@sheet
class MilestoneSheet(SheetResource):
    sheet, title, key = "milestones", _("Milestones"), ("slug",)

    slug = Column("slug", "大事记编码", "milestone key", Word(), aliases=("编码", "key", "slug"), required=True)
    year = Column("year", "年", "year", Year(), aliases=("年份",))
    month = Column("month", "月", "month", Whole(), aliases=("月份",))
    day = Column("day", "日", "day", Whole())
    title_zh = text("title_zh", "标题", "title", aliases=("事件",))
    title_en = text("title_en", "标题（英文）", "title (English)")
    description_zh = text("description_zh", "说明", "description", width=40)
    description_en = text("description_en", "说明（英文）", "description (English)", width=40)
    authority_zh = text("authority_zh", "批准机关", "authority")
    authority_en = text("authority_en", "批准机关（英文）", "authority (English)")
    document_number = text("document_number", "文号", "document number")
    legal_standing = Column(
        "legal_standing",
        "法律效力",
        "legal standing",
        Choice(
            {
                LegalStanding.IN_FORCE: ("已生效", "in force"),
                LegalStanding.REPLY_PENDING: ("已上报，待批复", "reported, reply pending", "待批复"),
                LegalStanding.SUPERSEDED: ("已被取代", "superseded"),
            }
        ),
    )
    legal_note_zh = text("legal_note_zh", "法律效力说明", "note on the legal standing")
    legal_note_en = text("legal_note_en", "法律效力说明（英文）", "note on the legal standing (English)")
    planned_area_km2 = Column("planned_area_km2", "规划面积", "planned area", Quantity(), unit=KM2)
    is_honour = Column("is_honour", "荣誉", "honour", YesNo())

    class Meta:
        model = Milestone


@sheet
class AnnouncementSheet(SheetResource):
    """An announcement has no word of its own, so its day and its Chinese title are its key."""

    sheet, title, key = "announcements", _("Announcements"), ("issued_on", "title_zh")

    issued_on = Column("issued_on", "日期", "date", Day(), aliases=("发布日期",), required=True)
    title_zh = text("title_zh", "标题", "title", required=True)
    title_en = text("title_en", "标题（英文）", "title (English)")
    kind = Column(
        "kind",
        "类别",
        "kind",
        Choice({AnnouncementKind.NOTICE: ("公告", "通知", "notice"), AnnouncementKind.NEWS: ("新闻", "动态", "news")}),
    )
    park = Column("park", "园区", "park", ParkReference(within_scope=True), aliases=("所属园区",), source="park_id")
    summary_zh = text("summary_zh", "摘要", "summary", width=40)
    summary_en = text("summary_en", "摘要（英文）", "summary (English)", width=40)
    body_zh = html("body_zh", "正文", "text")
    body_en = html("body_en", "正文（英文）", "text (English)")
    source_zh = text("source_zh", "来源", "source")
    source_en = text("source_en", "来源（英文）", "source (English)")

    class Meta:
        model = Announcement

    def meant(self, row: Row, several: list[Announcement]) -> list[Announcement]:
        """Two parks may say the same on one day; one alone may be given another park."""
        park = row.values.get("park")
        if park is not None and not covers_all_parks(self.user):  # who names an own park does not speak for others
            several = [each for each in several if each.park_id in self.columns["park"].widget.allowed]
        own = [each for each in several if each.park_id == (park and park.pk)]
        is_told = park is not None or (own and "park" in row.headers.places)  # a blank park: the zone's own
        return own if is_told and len(several) > 1 else several

    def complete(self, rows: list[Row]) -> None:
        for row in rows:
            if row.main.is_new:
                need_own_park(self.user, row, "park", self.columns["park"].label)
