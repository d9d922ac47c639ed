"""What the directory can be narrowed and sorted by."""

import re

import pytest
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.queries import directory
from tests import factories, world

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def small_world():
    return world.build()


def page(client, path: str = "/enterprises/", status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def numbers_on(text: str) -> list[str]:
    """The enterprises of a list, by the addresses of their entries."""
    return [part.partition("/")[0] for part in text.split('<a href="E')[1:]]


def listed(client, query: str = "") -> list[str]:
    return [f"E{number}" for number in numbers_on(page(client, f"/enterprises/{query}"))]


def test_choices_count_what_the_selection_holds_today_and_no_more(client, small_world):
    section = factories.IndustryClassFactory(code="C")
    division = factories.IndustryClassFactory(code="27", parent=section, section="C")
    kind = factories.QualificationKindFactory(code="high_tech")
    Enterprise.objects.update(industry_class=division)
    for enterprise in Enterprise.objects.all():  # the one that is not confirmed among them
        factories.QualificationFactory(enterprise=enterprise, kind=kind, valid_to=TODAY)
    hidden = factories.ParkFactory(name_zh="未公开园区")
    factories.EnterpriseFactory(confirmed=True, park=hidden)
    text = page(client)
    for choice, count in (("park=" + small_world.park.code, 1), ("industry=C", 2), ("qualification=high_tech", 2)):
        assert re.search(rf'href="\?{choice}">[^<]*</a> <span class="soft">{count}<', text)
    assert "未公开园区" not in text
    assert f"?industry=C&amp;park={hidden.code}" not in text


def test_every_filter_can_be_taken_away_alone(client, small_world):
    text = page(client, f"/enterprises/?q=样例&park={small_world.park.code}&sort=name&nonsense=1")
    chips = text[text.index('class="chips"') : text.index("</ul>", text.index('class="chips"'))]
    assert f'href="?park={small_world.park.code}&amp;sort=name"' in chips
    assert 'href="?q=%E6%A0%B7%E4%BE%8B&amp;sort=name"' in chips
    assert "nonsense" not in chips


def test_same_parameter_twice_counts_once(client, small_world):
    assert listed(client, "?q=本园&q=邻园") == [small_world.other_enterprise.number]


@pytest.mark.parametrize("sort", ["name", "established", "capital"])
def test_list_is_sorted_with_what_is_unknown_at_the_end(client, small_world, sort):
    Enterprise.objects.filter(pk=small_world.other_enterprise.pk).update(
        name_zh="一", established_on=TODAY, capital_wan=5, capital_currency="CNY"
    )
    assert listed(client, f"?sort={sort}") == [small_world.other_enterprise.number, small_world.enterprise.number]


def test_very_many_are_listed_in_part_and_not_by_name(client, small_world, monkeypatch):
    monkeypatch.setattr(directory, "COUNTED_AT_MOST_FILTERED", 1)
    monkeypatch.setattr(directory, "LISTED_OF_MORE", 1)
    text = page(client, "/en/enterprises/?q=样例&sort=name")
    assert "The first 1 are listed" in text
    assert "fewer can be sorted by name" in text
    assert numbers_on(text) == [small_world.enterprise.number[1:]]
