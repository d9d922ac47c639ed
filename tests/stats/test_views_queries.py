"""How many queries a page of the statistics takes, whatever the number of figures. A new one needs a reason here."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stats.models import Vintage
from tests import factories, world

pytestmark = pytest.mark.django_db

# Every page: the public version of the zone, for the frame.
FRAME = 1
# Public versions of the parks, industries of the zone: the names of scopes.
SCOPES = 2
# Which indicators have figures, the indicators, the figures, their definitions.
STATISTICS = FRAME + SCOPES + 4
# The figures, their definitions, the indicator.
INDICATOR = FRAME + SCOPES + 3
FILE = FRAME + SCOPES + 3  # the zone: publisher and licence
# The release, its figures, their definitions, their indicators.
RELEASE = FRAME + SCOPES + 4
# What is announced, what is released.
RELEASES = FRAME + 2
# Public versions of the goals, indicators, their definitions, figures, the definitions of these.
GOALS = FRAME + 5


@pytest.fixture
def small_world():
    found = world.build()
    factories.GoalFactory(indicator=found.figure.indicator, published=True)
    return found


def fill(small_world) -> None:
    for year in range(2005, 2017):
        for vintage in (Vintage.FLASH, Vintage.ANNUAL):
            for park in (None, small_world.park, small_world.other_park):
                factories.FigureFactory(
                    definition=small_world.figure.definition,
                    year=year,
                    vintage=vintage,
                    park=park,
                    value=Decimal(year),
                    release=small_world.release,
                )
        another = factories.FigureFactory(release=factories.ReleaseFactory(released=True))
        factories.FigureFactory(definition=another.definition, year=year, release=small_world.release)
        factories.GoalFactory(indicator=another.indicator, published=True)


def queries(client, path: str) -> int:
    client.get(path)  # fills the cache of content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/statistics/", STATISTICS),
        ("/statistics/revenue/", INDICATOR),
        ("/statistics/revenue/embed/", INDICATOR),
        ("/statistics/revenue/data.csv", FILE),
        ("/statistics/releases/", RELEASES),
        ("/statistics/releases/{release}/", RELEASE),
        ("/goals/", GOALS),
    ],
)
def test_queries_of_a_page_do_not_grow_with_the_figures(client, small_world, path, expected):
    address = path.format(release=small_world.release.slug)
    before = queries(client, address)
    fill(small_world)
    assert (before, queries(client, address)) == (expected, expected)
