import json
from decimal import Decimal

from stats.charts import Finding, bar_chart, growth_chart, line_chart, version_chart
from tests.stats.tables import cell, table_of

FINDING = Finding("The finding")


def same(text: str) -> str:
    return text


def lines(columns: dict):
    return line_chart("zone", table_of(columns), FINDING, "Revenue", same)


def values(series) -> list[Decimal | None]:
    return [point and point.value for point in series.points]


def test_line_runs_through_the_years_from_the_first_to_the_last():
    chart = lines({"zone": [cell(2015, "1"), cell(2016, "2"), cell(2018, "4")]})
    assert chart.categories == ("2015", "2016", "2017", "2018")
    assert values(chart.series[0]) == [1, 2, None, 4]


def test_single_year_has_no_line():
    assert lines({"zone": [cell(2017, "358.26"), cell(2018, mark="not_yet")]}) is None
    assert lines({"zone": []}) is None


def test_more_lines_than_can_be_told_apart_are_not_drawn():
    assert lines({str(number): [cell(2016, "1"), cell(2017, "1")] for number in range(7)}) is None


def test_another_definition_begins_another_line_and_the_chart_says_so():
    chart = lines({"zone": [cell(2015, "1"), cell(2016, "2"), cell(2017, "3", series=1), cell(2018, "4", series=1)]})
    assert [values(series) for series in chart.series] == [[1, 2, None, None], [None, None, 3, 4]]
    assert {series.name for series in chart.series} == {"zone"}
    assert chart.breaks == ("2017",)
    assert "Figures on the two sides of a broken line follow different definitions." in chart.notes


def test_no_line_joins_sample_figures_and_real_ones():
    chart = lines({"zone": [cell(2016, "1"), cell(2017, "2"), cell(2018, "3", is_sample=True)]})
    assert [values(series) for series in chart.series] == [[1, 2, None], [None, None, 3]]
    assert chart.breaks == ()
    assert "Sample figures are invented for demonstration." in chart.notes


def test_withheld_figure_is_a_gap_with_its_mark_and_meaning():
    chart = lines({"zone": [cell(2015, "1"), cell(2016, mark="confidential"), cell(2017, "2")]})
    gap = chart.series[0].points[1]
    assert (gap.value, gap.label, gap.text) == (None, "※", "※")
    assert gap.said.startswith("withheld to protect individual enterprises")
    (note,) = chart.notes
    assert note.startswith("※ withheld to protect individual enterprises; this follows common international practice")


def test_labels_are_the_text_of_the_table_to_the_last_digit():
    big = cell(2017, "12345678901.25", qualifier="about")
    chart = lines({"zone": [cell(2016, "0.1"), big]})
    point = chart.series[0].points[1]
    assert (point.label, point.text) == ("about 12,345,678,901.25", "about 12,345,678,901.25 hundred million yuan")
    written = json.loads(json.dumps(chart.specification))["series"][0]["points"]
    assert [each["value"] for each in written] == ["0.1", "12345678901.25"]


def test_figures_in_another_unit_stand_at_the_right_height_with_their_own_text():
    chart = lines({"zone": [cell(2016, "25000", unit="wan_yuan"), cell(2017, "3")]})
    assert chart.unit == "hundred million yuan"
    assert values(chart.series[0]) == [Decimal("2.5"), 3]
    assert chart.series[0].points[0].text == "25,000.00 ten thousand yuan"


def test_figure_that_measures_something_else_is_not_drawn():
    chart = lines({"zone": [cell(2015, "5", unit="person"), cell(2016, "1"), cell(2017, "2")]})
    assert values(chart.series[0]) == [None, 1, 2]


def test_bars_stand_from_the_largest_down_and_marks_last():
    table = table_of({"a": [cell(2017, "1")], "b": [cell(2017, mark="confidential")], "c": [cell(2017, "3")]})
    chart = bar_chart("park-share", table, 2017, FINDING, "Revenue", same)
    assert chart.categories == ("c", "a", "b")
    assert [point.label for point in chart.series[0].points] == ["3.00", "1.00", "※"]


def test_one_bar_compares_nothing():
    table = table_of({"a": [cell(2017, "1")], "b": [cell(2017, mark="confidential")]})
    assert bar_chart("park-share", table, 2017, FINDING, "Revenue", same) is None


def test_vintage_of_bars_is_that_of_their_year():
    table = table_of({"a": [cell(2017, "1"), cell(2016, "1", vintage="flash")], "b": [cell(2017, "2")]})
    assert table.vintage_name == ""
    assert bar_chart("park-share", table, 2017, FINDING, "Revenue", same).vintage == "annual"


def test_growth_leaves_out_the_years_that_cannot_be_compared_and_says_it_is_computed():
    table = table_of({"zone": [cell(2014, "1"), cell(2016, mark="not_yet"), cell(2017, "2")]})
    changes = {2015: Decimal("4.5"), 2017: Decimal(-2)}
    chart = growth_chart(table, changes, Finding("Grew", is_computed=True), "Revenue", same)
    assert chart.categories == ("2015", "2016", "2017")
    assert [point and point.text for point in chart.series[0].points] == ["+4.5 %", None, "-2.0 %"]
    assert chart.notes == ("Changes and shares are computed from published levels.",)


def test_single_change_needs_no_chart():
    table = table_of({"zone": [cell(2017, "2")]})
    assert growth_chart(table, {2017: Decimal(1)}, FINDING, "Revenue", same) is None


def test_versions_stand_side_by_side_from_the_first_to_the_last():
    versions = [
        cell(2017, "12", rank=3, revision=1),
        cell(2017, "11", rank=3),
        cell(2017, "10", vintage="flash", rank=1),
        cell(2016, "9", vintage="flash", rank=1),
    ]
    chart = version_chart(table_of({"zone": versions[:1]}), versions, FINDING, "Revenue", same)
    assert chart.categories == ("2016", "2017")
    assert [series.name for series in chart.series] == ["flash", "annual", "annual · revision 1"]
    assert [values(series) for series in chart.series] == [[9, 10], [None, 11], [None, 12]]
