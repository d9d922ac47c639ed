"""The page of goals prints how it judges: a reader who computes again with the printed numbers gets what it says."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from stats.models import Vintage
from tests import factories, oracles

pytestmark = pytest.mark.django_db

THIS_YEAR = timezone.localdate().year
BASE = THIS_YEAR - 5  # the figures of four years lie behind, the window ahead


@pytest.fixture
def definition():
    factories.ZoneFactory(published=True)
    return factories.DefinitionFactory(indicator__code="revenue", indicator__name_zh="营业收入")


@pytest.fixture
def goal(definition):
    return factories.GoalFactory(
        indicator=definition.indicator,
        baseline_year=BASE,
        first_target_year=THIS_YEAR + 1,
        last_target_year=THIS_YEAR + 3,
        published=True,
    )


@pytest.fixture
def release():
    return factories.ReleaseFactory(released=True)


def released(definition, release, year: int, value: str | None, **more):
    number = None if value is None else Decimal(value)
    return factories.FigureFactory(definition=definition, year=year, value=number, release=release, **more)


def arithmetic(client) -> str:
    """The section of the English page as text."""
    page = client.get("/en/goals/").content.decode()
    section = page.partition("How this is computed")[2].partition("</ol>")[0]
    section = re.sub(r"<sup>(.*?)</sup>", r"^(\1)", section)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section)).replace(",", "")


def numbers(pattern: str, text: str) -> list[Decimal]:
    return [Decimal(number) for number in re.search(pattern, text).groups()]


NUMBER = r"(-?\d+(?:\.\d+)?)"


@pytest.mark.parametrize("value", ["420", "470.5", "999.99", "439.8"])
def test_the_printed_sum_gives_the_printed_state(client, definition, goal, release, value):
    released(definition, release, BASE + 1, value)
    text = arithmetic(client)

    target, baseline, since, whole, required = numbers(
        rf"× \( ?{NUMBER} ÷ {NUMBER} ?\) ?\^\({NUMBER}/{NUMBER}\) = {NUMBER}", text
    )
    rate = oracles.rate_between(baseline, target, int(whole))
    level = baseline * (target / baseline) ** (since / whole)
    assert abs(level - required) <= Decimal("0.005")
    assert f"= {rate} % a year" in text
    ours, theirs, difference = numbers(rf"Difference: {NUMBER} − {NUMBER} = {NUMBER}", text)
    assert (ours, theirs, difference) == (Decimal(value), required, ours - theirs)
    assert ("State: on track" in text.replace("  ", " ")) == (difference >= 0)


def test_growth_to_both_ends_of_the_window_is_what_the_oracle_finds(client, definition, goal):
    text = arithmetic(client)
    for years in (6, 8):
        assert f"^(1/{years}) − 1 = {oracles.rate_between(Decimal('358.26'), Decimal(1000), years)} %" in text
    assert "No released figure decides the state" in text


def test_figure_comes_with_its_vintage_and_release(client, definition, goal, release):
    released(definition, release, BASE + 2, "470", vintage=Vintage.PRELIMINARY)
    page = client.get("/en/goals/").content.decode().partition("How this is computed")[2]
    assert "(preliminary)" in page
    assert f'href="/en/statistics/releases/{release.slug}/"' in page


def test_target_met_is_computed_against_the_target(client, definition, goal, release):
    released(definition, release, BASE + 3, "1000.5")
    text = arithmetic(client)
    assert "Against the target: 1000.5 − 1000 = 0.5" in text
    assert "State: reached" in text


def test_figure_in_another_unit_is_converted_before_it_is_compared(client, definition, goal, release):
    in_wan = factories.DefinitionFactory(indicator=definition.indicator, valid_from_year=BASE + 1, unit="wan_yuan")
    released(in_wan, release, BASE + 1, "4200000")
    text = arithmetic(client)
    assert "= 420 hundred million yuan" in text
    assert numbers(rf"Difference: {NUMBER} −", text) == [Decimal(420)]


def test_newer_figures_that_decide_nothing_say_why(client, definition, goal, release):
    released(definition, release, BASE + 1, "470")
    released(definition, release, BASE + 2, "500", qualifier="about")
    other = factories.DefinitionFactory(indicator=definition.indicator, valid_from_year=BASE + 3, is_comparable=False)
    released(other, release, BASE + 3, "700")
    text = arithmetic(client)

    assert f"Not used: {BASE + 2} about 500.00: its qualifier leaves it open" in text
    assert f"Not used: {BASE + 3} 700.00: its definition is not comparable" in text
    assert f"Released figure of {BASE + 1}" in text


def test_a_withheld_newest_figure_leaves_the_goal_unmeasured(client, definition, goal, release):
    released(definition, release, BASE + 1, "470")
    released(definition, release, BASE + 2, None, mark="confidential")
    text = arithmetic(client)

    assert "State: not measurable yet" in text
    assert "Difference" not in text
    assert f"Not used: {BASE + 2} ※" in text


def test_a_target_reached_in_public_stays_reached_when_a_later_figure_is_withheld(client, definition, goal, release):
    released(definition, release, BASE + 1, "1000")
    released(definition, release, BASE + 2, None, mark="confidential")
    assert "State: reached" in arithmetic(client)


def test_a_withheld_baseline_hides_everything_that_follows_from_it(client, definition, goal, release):
    released(definition, release, BASE, None, mark="confidential")
    released(definition, release, BASE + 1, "470")
    addresses = ["/goals/", "/en/goals/", "/", "/en/", *(f"/goals/data.{ending}" for ending in ("csv", "json"))]

    for address in addresses:
        text = client.get(address).content.decode()
        assert "358.26" not in text, address
        assert "13.7" not in text, address  # per cent a year over eight years
    assert "withheld" in client.get("/en/goals/").content.decode()


def test_file_and_page_say_the_same(client, definition, goal, release):
    released(definition, release, BASE + 1, "470.5")
    rows = client.get("/en/goals/data.json").json()["goals"]
    row = next(row for row in rows if row["year"] == BASE + 1)
    ours, theirs, difference = numbers(rf"Difference: {NUMBER} − {NUMBER} = {NUMBER}", arithmetic(client))

    assert (Decimal(str(row["level"])), Decimal(str(row["required_to_last"]))) == (ours, theirs)
    assert Decimal(str(row["difference"])) == difference
