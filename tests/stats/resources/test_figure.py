"""Figures by sheet: units, marks, qualifiers, vintages, and revisions of what is released."""

from decimal import Decimal

import pytest

from enterprises.queries.named import NAMES_ENTERPRISE
from stats.models import Figure, Vintage
from stats.models.figure import RELEASED_IS_FINAL
from stats.resources import figure as sheet
from stats.resources import revising, values
from tests import factories, sheets
from zoneportal.numbers import OTHER_DIMENSION
from zoneportal.spreadsheets.checks import checking
from zoneportal.spreadsheets.checks.earlier import CONTRADICTED

PLAIN = ["指标编码", "年份", "数值"]  # says no unit
HEADER = ["指标编码", "年份", "数值（亿元）"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def revenue(boss):
    """Definition of an indicator in 亿元."""
    return factories.DefinitionFactory(indicator__code="revenue", indicator__name_zh="营业收入")


def stored(table: list, boss, **options) -> Figure:
    sheets.written("figures", table, user=boss, **options)
    return Figure.objects.order_by("-revision").first()


def test_a_figure_goes_in_by_the_definition_of_its_year(boss, revenue):
    later = factories.DefinitionFactory(indicator=revenue.indicator, valid_from_year=2018, unit="wan_yuan")
    sheets.written("figures", [HEADER, ["revenue", "2017", "358.26"], ["营业收入", "2018", "417.77"]], user=boss)
    found = Figure.objects.order_by("year").values_list("definition", "value", "vintage", "scope_key", "release")
    assert list(found) == [
        (revenue.pk, Decimal("358.26"), Vintage.ANNUAL, "zone", None),
        (later.pk, Decimal(4177700), Vintage.ANNUAL, "zone", None),
    ]


@pytest.mark.parametrize(
    "table",
    [
        [["指标编码", "年份", "数值（万元）"], ["revenue", 2017, "3582600"]],
        [["指标编码", "年份", "数值", "单位"], ["revenue", 2017, "3582600", "万元"]],
        [["指标编码", "年份", "数值"], ["revenue", 2017, "3582600万元"]],
        [["单位：万元", "", ""], ["指标编码", "年份", "数值"], ["revenue", 2017, "3582600"]],
    ],
    ids=["header", "column", "cell", "unit row"],
)
def test_the_stated_unit_is_converted_into_that_of_the_definition(boss, revenue, table):
    assert stored(table, boss).value == Decimal("358.26")


@pytest.mark.parametrize("unit", ["yi_yuan", "km2"])
def test_an_amount_without_a_unit_is_refused(boss, unit):
    factories.DefinitionFactory(indicator__code="amount", unit=unit)
    found = sheets.checked("figures", [PLAIN, ["amount", "2017", "3582600"]], user=boss)
    assert [line[:3] for line in sheets.errors_of(found)] == [(2, "数值", values.NO_UNIT)]


def test_a_number_of_enterprises_needs_no_unit(boss):
    factories.DefinitionFactory(indicator__code="enterprises", unit="enterprise")
    assert stored([PLAIN, ["enterprises", "2017", "4000"]], boss).value == 4000


def test_a_unit_of_another_kind_is_an_error(boss, revenue):
    found = sheets.checked("figures", [["指标编码", "年份", "数值（家）"], ["revenue", 2017, "4000"]], user=boss)
    assert [line[2] for line in sheets.errors_of(found)] == [OTHER_DIMENSION]


def test_a_unit_row_about_money_says_nothing_of_a_number_of_enterprises(boss):
    factories.DefinitionFactory(indicator__code="enterprises", unit="enterprise")
    table = [["单位：万元"], PLAIN, ["enterprises", "2017", "4000余"]]
    found = stored(table, boss)
    assert (found.value, found.qualifier) == (4000, "over")


def test_two_units_that_differ_are_an_error(boss, revenue):
    table = [["指标编码", "年份", "数值（万元）", "单位"], ["revenue", 2017, "1", "亿元"]]
    assert [line[2] for line in sheets.errors_of(sheets.checked("figures", table, user=boss))] == [values.TWO_UNITS]


@pytest.mark.parametrize(
    ("written", "mark"),
    [("…", "below_unit"), ("—", "not_available"), ("待", "not_yet"), ("※", "confidential"), ("·", "not_applicable")],
)
def test_a_mark_stands_instead_of_a_number(boss, revenue, written, mark):
    found = stored([HEADER, ["revenue", "2017", written]], boss)
    assert (found.value, found.mark) == (None, mark)


def test_a_zero_is_a_value(boss, revenue):
    found = stored([HEADER, ["revenue", "2017", "0"]], boss)
    assert (found.value, found.mark) == (0, "")


@pytest.mark.parametrize("written", ["", "-", "N/A", "约", "1e5"])
def test_what_is_neither_number_nor_mark_is_an_error(boss, revenue, written):
    found = sheets.checked("figures", [HEADER, ["revenue", "2017", written], ["revenue", "2016", "1"]], user=boss)
    assert [line[:2] for line in sheets.errors_of(found)] == [(2, "数值（亿元）")]


@pytest.mark.parametrize("written", ["20177", "二〇一七", "1900"])
def test_a_year_that_is_none_is_an_error(boss, revenue, written):
    found = sheets.checked("figures", [HEADER, ["revenue", written, "1"]], user=boss)
    assert [line[:2] for line in sheets.errors_of(found)] == [(2, "年份")]


def test_an_indicator_without_definition_of_the_year_takes_no_figure(boss, revenue):
    found = sheets.checked("figures", [HEADER, ["revenue", "1999", "1"]], user=boss)
    assert sheets.errors_of(found)[0][2] == sheet.NO_DEFINITION


def test_half_an_enterprise_is_an_error(boss):
    factories.DefinitionFactory(indicator__code="enterprises", unit="enterprise")
    found = sheets.checked("figures", [PLAIN, ["enterprises", "2017", "4.5"]], user=boss)
    assert [line[:2] for line in sheets.errors_of(found)] == [(2, "数值")]


def test_more_digits_than_are_kept_are_an_error(boss, revenue):
    found = sheets.checked("figures", [HEADER, ["revenue", "2017", "12345678901234567.89"]], user=boss)
    assert found.counts()["error"] == 1


def test_scope_and_vintage_make_figures_of_their_own(boss, revenue):
    park, industry = factories.ParkFactory(), factories.IndustryTagFactory()
    table = [[*HEADER, "园区", "产业", "企业规模", "数据版本"]]
    table += [
        ["revenue", "2017", "1", park.name_zh, "", "", ""],
        ["revenue", "2017", "2", park.name_zh, industry.name_zh, "大型", ""],
        ["revenue", "2017", "3", "", "", "", "快报数"],
    ]
    sheets.written("figures", table, user=boss)
    keys = dict(Figure.objects.values_list("scope_key", "value"))
    scope = f"park:{park.code}"
    assert keys == {scope: 1, f"{scope}|industry:{industry.code}|size:large": 2, "zone": 3}


def test_an_unreleased_figure_is_changed_in_place(boss, revenue):
    factories.FigureFactory(definition=revenue)
    job = sheets.written("figures", [HEADER, ["revenue", "2017", "360"]], user=boss)
    assert (Figure.objects.get().value, job.counts["changed"]) == (360, 1)


def test_a_figure_in_review_is_left_alone(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(status="in_review"))
    found = sheets.checked("figures", [HEADER, ["revenue", "2017", "360"]], user=boss)
    assert [line[2] for line in sheets.errors_of(found)] == [revising.IN_REVIEW]


def test_a_released_figure_gets_a_revision_with_the_reason_of_the_sheet(boss, revenue):
    released = factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    found = stored([HEADER, ["revenue", "2017", "360"]], boss, reason="核实")
    released.refresh_from_db()
    assert (released.value, released.revision) == (Decimal("358.26"), 0)
    assert (found.value, found.revision, found.reason, found.release) == (360, 1, "核实", None)
    assert found.history.get().history_type == "+"
    assert released.history.count() == 1


def test_the_reason_may_stand_in_the_row(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    assert stored([[*HEADER, "修订原因"], ["revenue", "2017", "360", "口径调整"]], boss).reason == "口径调整"


def test_a_revision_without_reason_is_refused(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    found = sheets.checked("figures", [HEADER, ["revenue", "2017", "360"]], user=boss)
    assert [line[2] for line in sheets.errors_of(found)] == [revising.REASON_NEEDED]


@pytest.mark.parametrize("where", ["row", "sheet"])
def test_a_reason_that_names_an_enterprise_is_refused(boss, revenue, where):
    """It is published beside the old and the new value."""
    factories.EnterpriseFactory(name_zh="长治百草制药有限公司")
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    reason = "长治百草制药有限公司更正"
    header, row = [*HEADER, "修订原因"], ["revenue", "2017", "360", reason]
    if where == "row":
        found = sheets.checked("figures", [header, row], user=boss)
    else:
        found = sheets.checked("figures", [HEADER, row[:3]], user=boss, reason=reason)
    assert [line[2] for line in sheets.errors_of(found)] == [NAMES_ENTERPRISE]


def test_a_reason_alone_changes_nothing_that_is_released(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    table = [[*HEADER, "修订原因"], ["revenue", "2017", "358.26", "口径调整"]]
    assert [line[2] for line in sheets.errors_of(sheets.checked("figures", table, user=boss))] == [
        str(RELEASED_IS_FINAL)
    ]


def test_a_released_figure_that_stays_the_same_gets_no_revision(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    job = sheets.written("figures", [HEADER, ["revenue", "2017", "358.260"]], user=boss, reason="核实")
    assert (job.counts["unchanged"], Figure.objects.count()) == (1, 1)


def test_the_next_change_goes_into_the_revision_that_is_not_released_yet(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    sheets.written("figures", [HEADER, ["revenue", "2017", "360"]], user=boss, reason="核实")
    sheets.written("figures", [HEADER, ["revenue", "2017", "361"]], user=boss)
    assert list(Figure.objects.order_by("revision").values_list("revision", "value")) == [
        (0, Decimal("358.26")),
        (1, 361),
    ]


def test_a_superseded_revision_is_not_changed(boss, revenue):
    factories.FigureFactory(definition=revenue, release=factories.ReleaseFactory(released=True))
    sheets.written("figures", [HEADER, ["revenue", "2017", "360"]], user=boss, reason="核实")
    table = [[*HEADER, "修订号"], ["revenue", "2017", "1", "0"]]
    found = sheets.checked("figures", table, user=boss, reason="核实")
    assert [line[2] for line in sheets.errors_of(found)] == [revising.SUPERSEDED]


def test_a_clerk_of_a_park_reads_figures_and_imports_none(world):
    for user in (world.clerk, world.other_clerk, world.anonymous, world.administrator):
        found = sheets.checked("figures", [HEADER, ["revenue", "2017", "1"]], user=user)
        assert sheets.errors_of(found) == [(None, "", checking.MAY_NOT_IMPORT)]
    assert sheets.checked("figures", [HEADER, ["revenue", "2019", "1"]], user=world.statistician).counts()["new"] == 1


def test_a_blank_revision_and_the_number_of_the_newest_are_one_figure(boss, revenue):
    header = ["指标编码", "年份", "修订号", "数值（亿元）"]
    stored([header, ["revenue", "2017", "", "1"]], boss)
    table = [header, ["revenue", "2017", "", "2"], ["revenue", "2017", "0", "3"]]
    found = sheets.checked("figures", table, user=boss)
    assert [(line[0], line[2]) for line in sheets.errors_of(found)] == [(2, CONTRADICTED), (3, CONTRADICTED)]


@pytest.mark.parametrize(("cells", "qualifier"), [(["400"], ""), (["约400"], "about"), (["358"], "about")])
def test_another_number_does_not_keep_the_word_that_was_said_of_the_one_before(boss, revenue, cells, qualifier):
    stored([HEADER, ["revenue", "2017", "约358"]], boss)
    found = sheets.checked("figures", [HEADER, ["revenue", "2017", *cells]], user=boss)
    assert sheets.errors_in(found) == []
    assert stored([HEADER, ["revenue", "2017", *cells]], boss).qualifier == qualifier
