"""The register sheet: one row an enterprise, with the park it is in and the industries it belongs to."""

from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db.models import FilteredRelation, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, EnterpriseTag, IndustryTag, Registration
from enterprises.models.enterprise import draw_numbers
from enterprises.models.industry import IndustryScheme
from enterprises.resources import amounts, stays, tagging
from enterprises.resources.identity import Asked, Finder, Stays, parks_of, stays_of
from enterprises.resources.labels import CURRENCIES
from enterprises.resources.namesakes import Namesakes
from enterprises.resources.park_groups import in_park_of, park_groups
from enterprises.resources.undoing import RegisterSheet
from enterprises.resources.widgets import CapitalAmount, CreditCode, IndustryReference
from parks.resources import ParkReference, need_own_park, text
from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.outgoing import Values
from zoneportal.spreadsheets.sheets.references import Reference, References
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import CHUNK, NEEDED
from zoneportal.spreadsheets.sheets.widgets import Choice, Code, Day, Text, YesNo
from zoneportal.spreadsheets.values.rows import Change, Draft, Row, empty

OLD_NUMBER_KEPT = N_(
    "“%(value)s” has 15 digits: it was kept as the old registration number, the credit code is unknown."
)
MOVE = N_(
    "This enterprise is registered in %(park)s. Record a move in the sheet 入区登记: "
    "close that registration there and open the new one."
)
OTHER_SECTION = N_("Industry %(code)s belongs to section %(right)s, not to %(wrong)s. The digits were taken.")
ENTERED_WITHOUT_PARK = N_("A day of entry needs its park. Fill in the column “%(column)s”.")
TAG_NAMES = ("name_zh", "code", "name_en")
OF_STAY = frozenset(("park", "entered_on"))


def _tags(scheme: str) -> References:
    return References(Reference(IndustryTag, TAG_NAMES, scheme=scheme))


def _named(name: str | None, park: Any) -> int:
    """What stands for a name within a park: a number, because the names of a long sheet would fill the memory."""
    return hash((name, park and park.pk))


@sheet
class EnterpriseSheet(RegisterSheet):
    """Found by zone number or credit code, else by name within the park."""

    sheet, title, key = "enterprises", _("Enterprises"), ("name_zh",)
    also_written = (Registration, EnterpriseTag)
    cleans_itself = (Registration,)
    linked = (
        frozenset(("capital", "currency")),
        OF_STAY,
        frozenset(tagging.SOURCES),
        frozenset(("credit_code", "old_registration_number")),
    )

    number = Column(
        None,
        "企业编号",
        "zone number",
        Code(),
        aliases=("园区编号", "编号"),
        source="number",
        help_text=_("Empty for a new enterprise: its number is issued when the sheet is written."),
        example="E000001",
    )
    name_zh = Column(
        "name_zh",
        "企业名称",
        "name",
        Text(),
        aliases=("名称", "单位名称", "单位详细名称", "公司名称", "企业名称（中文）"),
        required=True,
        width=36,
    )
    name_en = text("name_en", "企业名称（英文）", "name (English)")
    credit_code = Column(
        "credit_code", "统一社会信用代码", "credit code", CreditCode(), aliases=("信用代码", "社会信用代码"), width=22
    )
    old_registration_number = Column(
        "old_registration_number", "原注册号", "old registration number", Code(), aliases=("注册号", "工商注册号")
    )
    legal_form = Column("legal_form", "企业类型", "legal form", Text(), aliases=("登记注册类型", "市场主体类型"))
    established_on = Column(
        "established_on", "成立日期", "established on", Day(), aliases=("注册日期", "成立时间", "注册时间")
    )
    capital = Column(
        "capital_wan",
        "注册资本",
        "registered capital",
        CapitalAmount(),
        unit=UNITS["wan_yuan"],
        said_in="万",  # of whichever currency
        aliases=("注册资金",),
        blank_words=(),
    )
    currency = Column("capital_currency", "币种", "currency", Choice(CURRENCIES), aliases=("注册资本币种",))
    business_scope = Column("business_scope", "经营范围", "business scope", Text(), width=40)
    address = Column("address", "注册地址", "registered address", Text(), aliases=("地址", "住所"), width=30)
    industry_class = Column(
        "industry_class",
        "行业代码",
        "industry class",
        IndustryReference(),
        aliases=("国民经济行业代码", "行业分类代码", "国民经济行业分类"),
        source="industry_class_id",
    )
    park = Column(
        None, "所属园区", "park", ParkReference(within_scope=True), aliases=("园区", "入驻园区"), source="park"
    )
    entered_on = Column(None, "入区日期", "registered in the park from", Day(), source="entered_on")
    leading = Column(None, "主导产业", "leading industries", _tags(IndustryScheme.LEADING), source="leading")
    strategic = Column(
        None, "战略性新兴产业", "strategic industries", _tags(IndustryScheme.STRATEGIC), source="strategic"
    )
    main_industry = Column(
        None,
        "主要产业",
        "main industry",
        Reference(IndustryTag, TAG_NAMES),
        source="main_industry",
    )
    is_headquarters_economy = Column("is_headquarters_economy", "总部经济", "headquarters economy", YesNo())
    is_representative = Column("is_representative", "代表企业", "representative enterprise", YesNo())

    class Meta:
        model = Enterprise

    # Rows to records

    def tidy(self, row: Row) -> None:
        found = row.values.get("credit_code")
        if found:
            row.values["credit_code"] = found.code or None
        if found and found.old_number:
            row.notice("credit_code", OLD_NUMBER_KEPT, value=found.old_number)
            if row.values.get("old_registration_number") is None:
                row.values["old_registration_number"] = found.old_number
        amounts.tidy(self.columns, row)
        self._tidy_industry(row)

    def _tidy_industry(self, row: Row) -> None:
        """C5810 is 5810, whose letter is G: the digits say everything, so the letter is only remarked on."""
        found = row.values.get("industry_class")
        letter = compact(row.sent("industry_class")).upper()[:1]
        if found and letter.isascii() and letter.isalpha() and letter != found.section:
            row.notice("industry_class", OTHER_SECTION, code=found.code, right=found.section, wrong=letter)

    def find(self, rows: list[Row]) -> None:
        asked = [
            Asked(
                number=row.values.get("number") or "",
                code=row.values.get("credit_code") or "",
                name=row.values.get("name_zh") or "",
                park=row.values.get("park"),
            )
            for row in rows
        ]
        finder = Finder(self.fetch, parks_of(self.user))
        for row, question, found in zip(rows, asked, finder.find(asked), strict=True):
            if isinstance(found, Refused):
                row.refuse_for("number" if question.number else "name_zh", found)
            elif found:
                row.main = Draft.of_stored(found)
            elif question.name:
                row.main = Draft(empty(Enterprise))
            elif not row.errors:
                row.refuse("name_zh", NEEDED, column=self.columns["name_zh"].label)
        self._without_code |= self._named_now
        self._named_now = set()
        for each in asked:
            if each.name and not each.number:
                if each.code:
                    self._codes_by_name[_named(each.name, each.park)] = each.code
                else:
                    self._named_now.add(_named(each.name, each.park))

    def begin(self) -> None:
        self._codes_by_name: dict[int, str] = {}
        self._without_code: set[int] = set()  # names of rows of earlier chunks
        self._named_now: set[int] = set()
        self._namesakes = Namesakes()

    def identity(self, row: Row) -> Any:
        """The code of a new enterprise, also where it stands in another row of that name, before it or after it."""
        if row.main is None:
            return None
        if not row.main.is_new:
            return row.main.instance.pk
        name = _named(row.values.get("name_zh"), row.values.get("park"))
        if name in self._without_code:
            return "name", name
        return row.values.get("credit_code") or self._codes_by_name.get(name) or ("name", name)

    def place_of_key(self, row: Row) -> str:
        return next((name for name in ("credit_code", "number") if row.values.get(name)), "name_zh")

    def named(self, row: Row) -> str:
        return row.main.instance.name_zh if row.main else ""

    def fill(self, row: Row) -> None:
        amounts.settle(self.columns, row)
        old_number = row.values.get("old_registration_number")
        if row.values.get("credit_code", "") is None and old_number and compact(row.sent("credit_code")) == old_number:
            row.values["credit_code"] = row.main.instance.credit_code  # the cell is not blank, so it clears nothing
        super().fill(row)
        if row.main.is_new:
            need_own_park(self.user, row, "park", self.columns["park"].label)

    def complete(self, rows: list[Row]) -> None:
        stored = {row.main.instance.pk for row in rows if not row.main.is_new}
        asked = any(not OF_STAY.isdisjoint(row.headers.places) for row in rows)
        known = stays_of(self.fetch, stored) if asked else {}
        for row in rows:
            self._register(row, known.get(row.main.instance.pk, Stays()))
        stays.judge(rows, {key: each.all for key, each in known.items()}, "park")
        tagging.complete(self, rows)
        self._namesakes.tell(rows)

    def _register(self, row: Row, stay: Stays) -> None:
        """The registration that the columns park and day of entry ask for."""
        park, entered_on = row.values.get("park"), row.values.get("entered_on")
        if stay.open is None and park is not None:
            new = Draft(empty(Registration))
            for name, value in (("enterprise", row.main.instance), ("park", park), ("start_on", entered_on)):
                new.give(Registration._meta.get_field(name), value)
            row.others.append(new)
            self._show(row, "park", None, park)
            self._show(row, "entered_on", None, entered_on)
        elif stay.open is None:
            if entered_on is not None:
                row.refuse("entered_on", ENTERED_WITHOUT_PARK, column=self.columns["park"].label)
        elif park is not None and park.pk != stay.open.park_id:
            row.refuse("park", MOVE, park=self.columns["park"].widget.render(stay.open.park_id))
        elif entered_on is not None:
            draft = Draft.of_stored(stay.open)
            before = stay.open.start_on
            if draft.set("start_on", entered_on):
                row.others.append(draft)
                self._show(row, "entered_on", before, entered_on)

    def _show(self, row: Row, name: str, old: Any, new: Any) -> None:
        column = self.columns[name]
        if not row.main.is_new and old != new:
            row.changes.append(Change(row.headers.sent[name], column.said(old), column.said(new)))

    def drawn(self, model: type[Model], count: int) -> dict[str, list[Any]]:
        return {"number": draw_numbers(count)} if model is Enterprise else {}

    # Records to rows

    def groups(self) -> list[tuple[str, str]]:
        return park_groups(self.user)

    def of_group(self, word: str) -> QuerySet:
        return in_park_of(word)

    def values_of(self, records: QuerySet) -> Iterator[Values]:
        """Enterprises with their open registration, at most one each; their industries by a query for each 5,000."""
        joined = {"park": "stay__park", "entered_on": "stay__start_on"}
        own = [source for column in self.columns.values() if (source := column.source) not in tagging.SOURCES]
        names = ["pk", *own, *tagging.SOURCES]
        ordered = itemgetter(0, *(names.index(column.source) for column in self.columns.values()))
        stay = FilteredRelation("registrations", condition=Q(registrations__end_on=None))
        found = records.annotate(stay=stay).values_list("pk", *(joined.get(source, source) for source in own))
        rows = found.iterator(CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            tags = tagging.exported([values[0] for values in chunk])
            for values in chunk:
                yield ordered(values + tags.get(values[0], tagging.NONE))
