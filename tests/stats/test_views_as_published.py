"""The page of an indicator as it stood on a former day, at an address that stays."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stats.models import IndicatorDefinition
from stats.queries.as_published import end_of
from tests import factories
from tests.stats.reviews import edited
from zoneportal.publishing.actions import publish, withdraw

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2020, 5, 1), date(2020, 6, 2)
PAGE = "/statistics/revenue/published-on/{}/"
FILE = PAGE + "data.{}"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def definition(db):
    """358.26 since May, corrected to 360.5 in June; the definition is as old as the first release."""
    factories.ZoneFactory(published=True)
    made = factories.DefinitionFactory(indicator__code="revenue", indicator__name_zh="营业收入", definition_zh="旧定义")
    IndicatorDefinition.history.update(history_date=noon(FIRST) - timedelta(days=1))
    for number, (day, value) in enumerate([(FIRST, "358.26"), (SECOND, "360.5")]):
        factories.FigureFactory(
            definition=made,
            value=Decimal(value),
            revision=number,
            reason="更正" if number else "",
            release=factories.ReleaseFactory(released=True, released_at=noon(day)),
        )
    return made


def text_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_the_superseded_value_stays_readable_at_its_day(client, definition):
    before, after = text_of(client, PAGE.format(FIRST)), text_of(client, PAGE.format(SECOND))
    assert "358.26" in before
    assert "360.5" not in before
    assert "360.5" in after


def test_so_do_its_files(client, definition):
    assert "358.26" in text_of(client, FILE.format(FIRST, "csv"))
    document = json.loads(text_of(client, FILE.format(FIRST, "json")))
    assert document["as_published_on"] == "2020-05-01"
    assert [row["value"] for row in document["figures"]] == [358.26]
    assert client.get(FILE.format(FIRST, "xlsx")).status_code == 200


def test_a_day_between_leads_to_the_last_change(client, definition):
    page = client.get(PAGE.format("2020-05-20"))
    assert (page.status_code, page["Location"]) == (302, PAGE.format(FIRST))
    assert client.get(FILE.format("2020-05-20", "csv"))["Location"] == FILE.format(FIRST, "csv")


@pytest.mark.parametrize("day", ["2020-04-30", "2999-01-01", "2020-02-30", "2020-5-1", "yesterday"])
@pytest.mark.parametrize("address", [PAGE, PAGE + "data.csv"])
def test_a_day_without_figures_is_no_address(client, definition, day, address):
    assert client.get(address.format(day)).status_code == 404


def test_an_embargo_is_not_seen_by_a_day_ahead(client, definition, monkeypatch):
    moment = timezone.now() + timedelta(days=2)
    release = factories.ReleaseFactory(status="released", released_at=moment)
    factories.FigureFactory(definition=definition, value=Decimal("777.7"), revision=2, reason="再更正", release=release)
    day = timezone.localdate(moment)
    assert client.get(PAGE.format(day)).status_code == 404
    assert "777.7" not in text_of(client, PAGE.format(SECOND))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert "777.7" in text_of(client, PAGE.format(day))


def test_the_definition_says_what_it_said_then(client, definition):
    edited(definition, None, definition_zh="新定义")
    today = timezone.localdate()
    assert "旧定义" in text_of(client, PAGE.format(SECOND))
    assert "新定义" not in text_of(client, PAGE.format(SECOND))
    assert "新定义" in text_of(client, PAGE.format(today))


def test_a_park_that_was_withdrawn_since_stays_withdrawn(client, definition):
    park = factories.ParkFactory(name_zh="隐去园")
    publish(content=park, by=None)
    release = factories.ReleaseFactory(released=True, released_at=timezone.now())
    factories.FigureFactory(definition=definition, park=park, release=release)
    today = PAGE.format(timezone.localdate())
    assert "隐去园" in text_of(client, today)
    withdraw(content=park, by=None)
    assert "隐去园" not in text_of(client, today)


def test_the_indicator_has_the_name_of_that_day(client, definition):
    indicator = definition.indicator
    type(indicator).history.update(history_date=noon(FIRST) - timedelta(days=1))
    edited(indicator, None, name_zh="总收入")

    text = text_of(client, PAGE.format(SECOND))
    assert "营业收入</h1>" in text
    assert "总收入" in text  # as what it is called today
    assert json.loads(text_of(client, FILE.format(SECOND, "json")))["name"] == "营业收入"
    assert "总收入</h1>" in text_of(client, "/statistics/revenue/")


def test_parks_and_industries_have_the_names_of_that_day(client, definition, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: noon(FIRST))
    park = factories.ParkFactory(name_zh="老城园")
    publish(content=park, by=None)
    industry = factories.IndustryTagFactory(name_zh="旧行业")
    release = factories.ReleaseFactory(released=True, released_at=noon(FIRST))
    factories.FigureFactory(definition=definition, park=park, release=release)
    factories.FigureFactory(definition=definition, industry=industry, release=release)
    monkeypatch.undo()
    edited(park, None, name_zh="新城园")
    publish(content=park, by=None)
    edited(industry, None, name_zh="新行业")

    then, now = text_of(client, PAGE.format(FIRST)), text_of(client, "/statistics/revenue/")
    assert ["老城园" in then, "旧行业" in then, "新城园" in then, "新行业" in then] == [True, True, False, False]
    assert ["老城园" in now, "旧行业" in now, "新城园" in now, "新行业" in now] == [False, False, True, True]


def test_what_the_history_does_not_reach_has_the_name_of_today(client, definition):
    type(definition.indicator).history.all().delete()
    assert "营业收入</h1>" in text_of(client, PAGE.format(FIRST))


def test_the_chart_is_that_of_the_day_and_nobody_embeds_it(client, definition):
    release = definition.figures.get(revision=0).release
    for year in (2014, 2015, 2016):
        factories.FigureFactory(definition=definition, year=year, value=Decimal(300), release=release)
    text = text_of(client, PAGE.format(FIRST))
    assert 'id="chart-zone"' in text
    assert "358.26" in text.split('id="chart-zone"')[1].split("</figure>")[0]
    assert "360.5" not in text
    assert "/embed/" not in text


def test_it_says_how_long_it_stood_and_leads_to_the_present(client, definition):
    text = text_of(client, f"/en{PAGE.format(FIRST)}")
    assert "superseded or corrected since" in text
    assert 'href="/en/statistics/revenue/"' in text
    assert "They still stand" in text_of(client, f"/en{PAGE.format(SECOND)}")


def test_no_search_engine_takes_it_for_the_present(client, definition):
    page = client.get(PAGE.format(FIRST))
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert client.get(FILE.format(FIRST, "csv"))["X-Robots-Tag"] == "noindex"
    assert PAGE.format(FIRST) not in text_of(client, "/sitemap-pages.xml")


def test_the_present_page_links_every_day(client, definition):
    text = text_of(client, "/statistics/revenue/")
    for day in (FIRST, SECOND):
        assert PAGE.format(day) in text


def test_a_kept_page_of_the_past_is_not_taken_for_the_present(client, definition, settings):
    settings.PAGE_CACHE = True
    addresses = ["/statistics/revenue/", PAGE.format(FIRST), PAGE.format(SECOND)]
    for _time in range(2):
        shown = ["358.26" in text_of(client, address).partition('id="definition"')[0] for address in addresses]
        assert shown == [False, True, False]


def test_a_day_ends_with_its_last_microsecond():
    assert end_of(FIRST) + timedelta(microseconds=1) == datetime(2020, 5, 2, tzinfo=timezone.get_default_timezone())


def test_queries_do_not_grow_with_the_figures(client, definition):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client, PAGE.format(FIRST))
        return len(captured)

    queries()
    before = queries()
    release = factories.ReleaseFactory(released=True, released_at=noon(FIRST))
    for year in range(2000, 2012):
        factories.FigureFactory(definition=definition, year=year, release=release)
    # The zone; the days of releases and of definitions; figures, definitions, their words then; the names of scopes
    # now (2) and then (3); the indicator, its name then and now.
    assert (before, queries()) == (14, 14)
