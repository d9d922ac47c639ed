from decimal import Decimal

from stats.charts import Finding
from stats.goal_charts import goal_chart
from stats.goals import Level, Target
from tests.stats.tables import cell

THOUSAND = Target(2017, Decimal("358.26"), Decimal(1000), 2020, 2022)


def chart_of(*cells, target: Target = THOUSAND):
    by_year = {each.year: each for each in cells}
    return goal_chart(
        key="thousand",
        target=target,
        levels={year: Level(each.value, each.qualifier) for year, each in by_year.items()},
        cells=by_year,
        unit="hundred million yuan",
        decimals=2,
        finding=Finding("The finding"),
        subject="A park of the 100-billion class",
        say=lambda text: text,
    )


def labels(series) -> list[str | None]:
    return [point and point.label for point in series.points]


def test_both_paths_lead_from_the_baseline_to_their_end_of_the_window():
    _actual, fast, slow = chart_of().series
    assert labels(fast) == ["358.26", "504.43", "710.23", "1,000.00", None, None]
    assert labels(slow) == ["358.26", "439.90", "540.16", "663.25", "814.40", "1,000.00"]
    assert [fast.name, slow.name] == ["Path to 2020", "Path to 2022"]


def test_released_levels_go_on_from_the_baseline():
    actual = chart_of(cell(2018, "400"), cell(2016, "300")).series[0]
    assert labels(actual) == ["358.26", "400.00", None, None, None, None]


def test_levels_after_the_window_lengthen_the_chart():
    assert chart_of(cell(2024, "500")).categories[-1] == "2024"


def test_sample_levels_do_not_go_on_from_the_real_baseline():
    chart = chart_of(cell(2018, "400", is_sample=True))
    baseline, sample = (series for series in chart.series if series.role == "actual")
    assert labels(baseline)[:2] == ["358.26", None]
    assert labels(sample)[:2] == [None, "400.00"]
    assert "Sample figures are invented for demonstration." in chart.notes


def test_window_of_one_year_has_one_path():
    assert len(chart_of(target=Target(2017, Decimal(1), Decimal(2), 2020, 2020)).series) == 2
