"""What goes out comes back without a change, and an edited cell changes exactly itself. Every sheet, both formats."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from tests import factories, sheets, surveys
from zoneportal.accounts.models import User
from zoneportal.spreadsheets.sheets import registry

# Sheet, header of the edited cell, its new value, and what the record then says (model, field, value).
EDITED = {
    "parks": ("办公电话", "0355-1234567", ("parks.Park", "phone", "0355-1234567")),
    "profile": ("标题", "新标题", ("parks.ProfileSection", "title_zh", "新标题")),
    "milestones": ("月", 3, ("parks.Milestone", "month", 3)),
    "announcements": ("来源", "党政办", ("parks.Announcement", "source_zh", "党政办")),
    "enterprises": ("注册地址", "长治市样例路1号", ("enterprises.Enterprise", "address", "长治市样例路1号")),
    "registrations": ("离区日期", date(2024, 5, 1), None),
    "qualifications": ("证书编号", "GR2024", ("enterprises.Qualification", "certificate_number", "GR2024")),
    "industry-tags": ("产业名称", "新材料", ("enterprises.IndustryTag", "name_zh", "新材料")),
    "indicators": ("数据来源", "税务局", ("stats.IndicatorDefinition", "source_zh", "税务局")),
    "figures": ("数值", 412.5, ("stats.Figure", "value", Decimal("412.5"))),
    "goals": ("目标数值", 1200, ("stats.Goal", "target_value", Decimal(1200))),
    "returns": ("企业营业收入（千元）", 412.5, ("stats.ReturnValue", "value", Decimal("412.5"))),
}


NASTY = (
    "=1+1",
    "'=1",
    "''",
    "'",
    "＝1+1",
    "@SUM(A1)",
    "-—",
    "007",
    "1e5",
    "1,234",
    "TRUE",
    "2015-02-04",
    "第一行\n第二行\n\n第四行",
    "a  b\tc",
    '“引号” "quotes", 逗号；',
    "<r><t>粗</t></r>",
    "&amp; <b>",
    "_x000D_",
    "全角　空格１２",
    "𠮷野家",
    "无",
    "/",
    "N/A",
)
# The sheets with awkward values, and what an edit writes into which of their columns.
AWKWARD = {
    "milestones": ("文号", "国函〔2015〕1号"),
    "announcements": ("摘要（英文）", "New"),
    "enterprises": ("企业名称（英文）", "New"),
    "industry-tags": ("说明（英文）", "New"),
    "figures": ("备注（英文）", "New"),
    "goals": ("目标数值", "77"),
}
AMOUNTS = ("0", "0.0001", "-0.5", "99999999999", "12345678901.2345", "358.2600")


def nasty_records(park, definition) -> None:
    """Every awkward text in a short and a long column of several sheets, amounts of every size, nothing beside ""."""
    for number, text in enumerate(NASTY):
        factories.MilestoneFactory(title_zh=f"{text}", title_en="", description_zh=text, document_number=text)
        factories.AnnouncementFactory(title_zh=text, summary_zh=text, source_zh=text, park=park if number % 2 else None)
        factories.EnterpriseFactory(name_zh=f"样例{text}", legal_form=text[:20], address=text, business_scope=text)
        factories.IndustryTagFactory(description_zh=text)
        factories.FigureFactory(definition=definition, year=1950 + number, note_zh=text, value=Decimal(number) / 10000)
        factories.GoalFactory(indicator=definition.indicator, wording_zh=text, choice_note_zh=text)
    for number, amount in enumerate(AMOUNTS):
        factories.FigureFactory(definition=definition, year=2030 + number, value=Decimal(amount))
        factories.EnterpriseFactory(capital_wan=abs(Decimal(amount)), capital_currency="CNY")


@pytest.fixture
def boss(db) -> User:
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def filled(boss) -> User:
    """One or more records of every sheet, with awkward texts among them."""
    park = factories.ParkFactory(
        area_km2=Decimal("7.5300"), focus_zh="=1+1", description_zh="<p>一，\n二</p>", valid_from=date(1992, 1, 1)
    )
    factories.ProfileSectionFactory(body_zh="<p>“引号”，@at</p>")
    factories.MilestoneFactory(year=2015, month=2, planned_area_km2=None, description_zh="第一行\r\n第二行")
    factories.AnnouncementFactory(park=park, summary_zh="-—无")
    enterprise = factories.EnterpriseFactory(
        park=park,
        capital_wan=Decimal("200.5"),
        capital_currency="USD",
        established_on=date(2015, 2, 4),
        business_scope="+机械；'=制造",
    )
    factories.EnterpriseFactory(credit_code=None, old_registration_number="140400100012345", name_zh="样例无代码企业")
    leading = factories.IndustryTagFactory(scheme="leading")
    strategic = factories.IndustryTagFactory(scheme="strategic")
    enterprise.tags.create(industry=leading, is_main=True)
    enterprise.tags.create(industry=strategic)
    enterprise.industry_class = factories.IndustryClassFactory(code="C")
    enterprise.save()
    factories.QualificationFactory(enterprise=enterprise, valid_to=date(2026, 12, 31))
    definition = factories.DefinitionFactory()
    factories.IndicatorFactory()
    factories.FigureFactory(definition=definition, park=park)
    factories.FigureFactory(definition=definition, year=2018, value=None, mark="not_yet")
    factories.FigureFactory(definition=definition, year=2019, value=Decimal("4000.0001"), qualifier="over")
    factories.GoalFactory(indicator=definition.indicator)
    survey_of(enterprise, park)
    return boss


def survey_of(enterprise, park) -> None:
    """A frozen year with two returns, one of them answered."""
    made = surveys.form()
    made.survey.frozen_at = timezone.now()
    made.survey.save()
    for each in (enterprise, factories.EnterpriseFactory(park=park)):
        factories.ReturnFactory(entry__survey=made.survey, entry__enterprise=each, entry__park=park, note="=1+1")
    surveys.answered(enterprise, made, None, revenue=Decimal("12345678901.2345"), staff=0)


@pytest.fixture
def awkward(filled) -> User:
    nasty_records(factories.ParkFactory(), factories.DefinitionFactory(valid_from_year=1949))
    return filled


def lines_of(content: bytes) -> list[list[str]]:
    """The cells of a csv file as they stand there, apostrophes included."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("sheet", registry.names())
def test_every_sheet_can_tell_the_values_of_a_row(filled, sheet):
    """As the preview shows new rows."""
    resource = registry.of_name(sheet)(user=filled)
    resource.prepare()
    for row in sheets.checked(sheet, sheets.exported(sheet, user=filled), user=filled).rows:
        told = resource.told(row)
        assert told
        assert all(change.new and change.column in row.headers.sent.values() for change in told)


@pytest.mark.parametrize("format", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("sheet", registry.names())
def test_an_untouched_export_changes_nothing(filled, sheet, format):
    content = sheets.exported(sheet, user=filled, format=format)
    found = sheets.checked(sheet, content, user=filled)
    assert sheets.errors_of(found) == []
    assert sheets.changes_of(found) == []
    number = len(sheets.table_of(content)) - 1
    assert number
    assert found.counts() == dict.fromkeys(found.counts(), 0) | {"unchanged": number}


@pytest.mark.parametrize("sheet", AWKWARD)
def test_awkward_values_come_back_as_they_went(awkward, sheet):
    """Without fingerprints, so that every cell is compared with what is stored."""
    table = lines_of(sheets.exported(sheet, user=awkward))
    found = sheets.checked(sheet, [row[:-1] for row in table], user=awkward)
    assert [change for row in found.rows for change in row.changes] == []
    assert sheets.errors_of(found) == []


@pytest.mark.parametrize("sheet", AWKWARD)
def test_an_edit_of_every_row_changes_that_cell_of_each(awkward, sheet):
    header, value = AWKWARD[sheet]
    table = lines_of(sheets.exported(sheet, user=awkward))
    place = table[0].index(header)
    for row in table[1:]:
        row[place] = value
    found = sheets.checked(sheet, table, user=awkward)
    assert sheets.errors_of(found) == []
    assert {tuple(change.column for change in row.changes) for row in found.rows} == {(header,)}


@pytest.mark.parametrize("sheet", registry.names())
def test_an_edited_cell_changes_exactly_itself(filled, sheet):
    header, value, expected = EDITED[sheet]
    table = sheets.table_of(sheets.exported(sheet, user=filled))
    place = table[0].index(header)
    table[1] += [None] * (len(table[0]) - len(table[1]))
    table[1][place] = str(value)
    if sheet == "registrations":
        table[1] = table[1][: place + 1] + ["迁出"]
    job = sheets.written(sheet, table, user=filled)
    assert job.counts == dict.fromkeys(job.counts, 0) | {"changed": 1, "unchanged": len(table) - 2}
    if expected:
        label, field, stored = expected
        assert getattr(apps.get_model(label).objects.order_by("pk").first(), field) == stored
    again = sheets.checked(sheet, sheets.exported(sheet, user=filled), user=filled)
    assert again.counts()["unchanged"] == sum(again.counts().values())


@pytest.mark.parametrize("sheet", registry.names())
def test_every_sheet_is_known_by_chinese_and_english_headers(filled, sheet):
    resource = registry.of_name(sheet)(user=filled)
    resource.prepare()
    columns = resource.shown_columns()
    chinese = [column.label for column in columns]
    assert len(set(chinese)) == len(chinese)
    table = sheets.table_of(sheets.exported(sheet, user=filled))
    units = [column.header.removeprefix(column.label) for column in columns]
    table[0] = [column.english + unit for column, unit in zip(columns, units, strict=True)] + table[0][-1:]
    found = sheets.checked(sheet, table, user=filled)
    assert sheets.errors_of(found) == []
    assert found.counts()["unchanged"] == len(table) - 1
