"""How many queries a page of the register takes, whatever the number of enterprises. A new one needs a reason here."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.queries import directory
from tests import factories, world

pytestmark = pytest.mark.django_db

# Every page: the public version of the zone, for the frame.
FRAME = 1
# Filters: public versions of the parks, entries of GB/T 4754, industries of the zone, kinds of qualification.
# The whole list: the count, the keys of the page, the lines. A selection: the size of the register,
# its keys, the lines.
LIST = FRAME + 4 + 3
# A selection that is small enough to count every choice: parks, classes, industries of the zone, kinds of
# qualification, legal status.
SMALL_LIST = LIST + 5
# The whole list is not read before its choices are counted: its keys.
SMALL_LIST_OF_ALL = SMALL_LIST + 1
# The enterprise with its industry path, former names, status events, public versions of the parks, registrations,
# industries, qualifications.
ENTRY = FRAME + 7
# Industries with their counts, parks of the industries, public versions of the parks, representatives, others.
INDUSTRIES = FRAME + 5


@pytest.fixture
def small_world():
    found = world.build()
    factories.StatusEventFactory(enterprise=found.enterprise, status="revoked", effective_on=date(2021, 1, 1))
    return found


def fill(small_world, count: int) -> None:
    """More of everything that a page could be tempted to ask for one by one."""
    tag = factories.IndustryTagFactory()
    kind = factories.QualificationKindFactory()
    leaf = factories.IndustryClassFactory(code="A")
    for _number in range(count):
        park = factories.ParkFactory(published=True)
        enterprise = factories.EnterpriseFactory(confirmed=True, park=park, industry_class=leaf, is_representative=True)
        enterprise.tags.create(industry=tag)
        enterprise.former_names.create(name_zh="曾用名")
        factories.StatusEventFactory(enterprise=enterprise, status="revoked")
        factories.QualificationFactory(enterprise=enterprise, kind=kind)
    entry = small_world.enterprise
    for year in range(2000, 2000 + count):
        factories.StatusEventFactory(enterprise=entry, effective_on=date(year, 1, 1))
        factories.QualificationFactory(enterprise=entry, valid_from=date(year, 1, 1))
        entry.tags.create(industry=factories.IndustryTagFactory())


def queries(client, path: str) -> int:
    client.get(path)  # fills the cache of content types
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/enterprises/", SMALL_LIST_OF_ALL),
        ("/enterprises/?q=样例&status=revoked&park={park}", SMALL_LIST),
        ("/enterprises/{number}/", ENTRY),
        ("/industries/", INDUSTRIES),
    ],
)
def test_queries_of_a_page_do_not_grow_with_the_register(client, small_world, path, expected):
    address = path.format(park=small_world.park.code, number=small_world.enterprise.number)
    before = queries(client, address)
    fill(small_world, 12)
    assert (before, queries(client, address)) == (expected, expected)


@pytest.mark.parametrize("query", ["", "?q=样例", "?sort=capital&status=revoked"])
def test_large_selection_is_counted_and_listed_and_nothing_more(client, small_world, monkeypatch, query):
    monkeypatch.setattr(directory, "FACETED_AT_MOST", -1)
    monkeypatch.setattr(directory, "FACETED_AT_MOST_OF_ALL", -1)
    assert queries(client, f"/enterprises/{query}") == LIST
