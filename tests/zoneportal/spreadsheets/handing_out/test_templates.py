"""Templates: the reader finds every column again, cells have formats and drop-downs, instructions stand beside."""

import io

import pytest
from django.core.exceptions import PermissionDenied

from tests import factories, sheets, workbooks, world
from zoneportal.spreadsheets.files.own_parts import INSTRUCTIONS_SHEET, LISTS_SHEET
from zoneportal.spreadsheets.files.reading import read
from zoneportal.spreadsheets.handing_out import exporting, templates
from zoneportal.spreadsheets.layout import headers
from zoneportal.spreadsheets.sheets import registry


@pytest.fixture
def zone(db) -> world.World:
    return world.build()


def template(sheet: str, user, group: str = "") -> bytes:
    file = io.BytesIO()
    exporting.template(sheet=sheet, user=user, file=file, group=group)
    return file.getvalue()


@pytest.mark.parametrize("sheet", registry.names())
def test_the_reader_finds_every_column_of_a_template(zone, sheet):
    user = factories.UserFactory(is_superuser=True)
    resource = registry.of_name(sheet)(user=user)
    layout = headers.find(read(template(sheet, user)).rows, [each.known_as() for each in resource.columns.values()])
    assert list(layout.places) == list(resource.columns)
    assert layout.unknown == layout.errors == layout.data == []


def test_the_header_is_frozen_and_each_column_says_what_belongs_there(zone):
    page = workbooks.opened(template("enterprises", zone.clerk)).worksheets[0]
    assert page.freeze_panes == "A2"
    assert "万元" in page["H1"].comment.text


def test_codes_are_text_and_days_are_days(zone):
    page = workbooks.opened(template("enterprises", zone.clerk)).worksheets[0]
    formats = {cell.value: page.column_dimensions[cell.column_letter] for cell in page[1]}
    assert formats["统一社会信用代码"].number_format == "@"
    assert formats["成立日期"].number_format == "yyyy-mm-dd"


def choices_of(book, header: str) -> list[str]:
    page = book.worksheets[0]
    letter = next(cell.column_letter for cell in page[1] if cell.value == header)
    rule = next(rule for rule in page.data_validations.dataValidation if str(rule.sqref).startswith(f"{letter}2:"))
    lists = book[LISTS_SHEET]
    area = rule.formula1.partition("!")[2].replace("$", "")
    return [row[0].value for row in lists[area]]


def test_a_park_is_chosen_among_those_of_the_clerk(zone):
    book = workbooks.opened(template("enterprises", zone.clerk))
    assert choices_of(book, "所属园区") == [zone.park.name_zh]
    assert book[LISTS_SHEET].sheet_state == "hidden"


def test_a_long_list_is_looked_up_in_a_sheet_of_its_own(zone, monkeypatch):
    monkeypatch.setattr(templates, "LONGEST_DROP_DOWN", 1)
    factories.IndustryClassFactory(code="C", name_zh="制造业")
    factories.IndustryClassFactory(code="D", name_zh="电力、热力、燃气及水生产和供应业")
    page = workbooks.opened(template("enterprises", zone.clerk))["行业代码对照表"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert rows == [["C", "制造业"], ["D", "电力、热力、燃气及水生产和供应业"]]
    assert page.auto_filter.ref == "A1:B3"


def test_the_instructions_have_a_line_for_each_column(zone):
    rows = workbooks.tables_of(template("enterprises", zone.clerk))[INSTRUCTIONS_SHEET]
    columns = registry.of_name("enterprises")(user=zone.clerk).columns.values()
    assert [row[0] for row in rows[-len(columns) :]] == [column.header for column in columns]
    assert all(len(row) == 5 for row in rows)


def test_a_template_is_filled_with_the_enterprises_of_a_park(zone):
    content = template("enterprises", zone.clerk, zone.park.code)
    names = [row[1] for row in sheets.table_of(content)[1:]]
    assert sorted(names) == sorted([zone.enterprise.name_zh, zone.secret_enterprise.name_zh])
    found = sheets.checked("enterprises", content, user=zone.clerk)
    assert found.counts()["unchanged"] == 2


def test_a_filled_row_that_is_edited_changes_that_cell(zone):
    content = template("enterprises", zone.clerk, zone.park.code)
    page = workbooks.opened(content).worksheets[0]
    letter = next(cell.column_letter for cell in page[1] if cell.value == "注册地址")
    found = sheets.checked(
        "enterprises", workbooks.mended(content, page.title, {f"{letter}2": "长治市样例路1号"}), user=zone.clerk
    )
    assert [change.new for row in found.rows for change in row.changes] == ["长治市样例路1号"]


def test_the_parks_on_offer_are_those_that_the_user_may_edit(zone):
    assert exporting.template_groups(sheet="enterprises", user=zone.clerk) == [(zone.park.code, zone.park.name_zh)]
    assert exporting.template_groups(sheet="milestones", user=zone.administrator) == []


def test_a_park_of_others_fills_no_template(zone):
    with pytest.raises(PermissionDenied):
        template("enterprises", zone.clerk, zone.other_park.code)


def test_who_may_not_import_gets_no_template(zone):
    with pytest.raises(PermissionDenied):
        template("enterprises", zone.anonymous)
