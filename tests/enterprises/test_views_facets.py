"""What the directory can be narrowed and sorted by."""

import re
from datetime import date
from urllib.parse import quote_plus

import pytest
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.queries import directory
from tests import factories
from tests.directory_page import listed, numbers_on, page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_choices_count_what_the_selection_holds_today_and_no_more(client, world):
    section = factories.IndustryClassFactory(code="C")
    division = factories.IndustryClassFactory(code="27", parent=section, section="C")
    kind = factories.QualificationKindFactory(code="high_tech")
    Enterprise.objects.update(industry_class=division)
    for enterprise in Enterprise.objects.all():  # the one that is not confirmed among them
        factories.QualificationFactory(enterprise=enterprise, kind=kind, valid_to=TODAY)
    hidden = factories.ParkFactory(name_zh="未公开园区")
    factories.EnterpriseFactory(confirmed=True, park=hidden)
    text = page(client)
    for choice, count in (("park=" + world.park.code, 1), ("industry=C", 2), ("qualification=high_tech", 2)):
        assert re.search(rf'href="\?{choice}">[^<]*</a> <span class="soft">{count}<', text)
    assert "未公开园区" not in text
    assert f"?industry=C&amp;park={hidden.code}" not in text


def test_every_filter_can_be_taken_away_alone(client, world):
    text = page(client, f"/enterprises/?q=样例&park={world.park.code}&sort=name&nonsense=1")
    chips = text[text.index('class="chips"') : text.index("</ul>", text.index('class="chips"'))]
    assert f'href="?park={world.park.code}&amp;sort=name"' in chips
    assert 'href="?q=%E6%A0%B7%E4%BE%8B&amp;sort=name"' in chips
    assert "nonsense" not in chips


def test_same_parameter_twice_counts_once(client, world):
    assert listed(client, "?q=本园&q=邻园") == [world.other_enterprise.number]


@pytest.mark.parametrize("sort", ["name", "established", "capital"])
def test_list_is_sorted_with_what_is_unknown_at_the_end(client, world, sort):
    Enterprise.objects.filter(pk=world.other_enterprise.pk).update(
        name_zh="一", established_on=TODAY, capital_wan=5, capital_currency="CNY"
    )
    assert listed(client, f"?sort={sort}") == [world.other_enterprise.number, world.enterprise.number]


def a_large_register(monkeypatch, *, common: bool) -> None:
    """What takes fifty thousand enterprises otherwise. `common` finds are never read as a whole."""
    monkeypatch.setattr(directory, "LARGE", 0)
    monkeypatch.setattr(directory, "COUNTED_AT_MOST_OF_MANY", 1)
    monkeypatch.setattr(directory, "LISTED_OF_MORE", 1)
    monkeypatch.setattr(directory, "COMMON", -1 if common else 1_000)
    monkeypatch.setattr(directory, "TRIED", 1_000 if common else 0)


def test_very_many_are_listed_in_part_and_not_by_name(client, world, monkeypatch):
    a_large_register(monkeypatch, common=True)
    text = page(client, "/en/enterprises/?q=样例&sort=name")
    assert "More than 1 enterprises. The first 1 are listed" in text
    assert "fewer can be sorted by name" in text
    assert numbers_on(text) == [world.enterprise.number[1:]]


@pytest.mark.parametrize("common", [True, False])
@pytest.mark.parametrize("query", ["q=样例", "status=active", "q=样例&status=active&sort=capital"])
def test_selection_of_a_large_register_begins_with_what_comes_first(client, world, monkeypatch, common, query):
    for enterprise in Enterprise.objects.all():
        factories.StatusEventFactory(enterprise=enterprise, status="active")
    first, *_others = listed(client, f"?{query}")
    a_large_register(monkeypatch, common=common)
    assert listed(client, f"?{query}") == [first]
    assert "More than 1 enterprises" in page(client, f"/en/enterprises/?{query}")


@pytest.mark.parametrize("common", [True, False])
def test_selection_of_a_large_register_goes_by_the_records_and_not_by_what_once_was(client, world, monkeypatch, common):
    """The first lines that a mark leads to are no longer what the mark says."""
    for enterprise in factories.EnterpriseFactory.create_batch(4, confirmed=True, name_zh="长治样例有限公司"):
        factories.StatusEventFactory(enterprise=enterprise, status="revoked", effective_on=date(2020, 1, 1))
    *were, still = Enterprise.objects.filter(name_zh="长治样例有限公司").order_by("number")
    for enterprise in were:
        factories.StatusEventFactory(enterprise=enterprise, status="active", effective_on=date(2021, 1, 1))
    a_large_register(monkeypatch, common=common)
    assert listed(client, "?status=revoked&q=长治样例") == [still.number]
    assert ">\n  \n    1 enterprise\n" in page(client, "/en/enterprises/?status=revoked&q=长治样例")


def test_choices_of_a_large_register_are_counted_for_fewer(client, world, monkeypatch):
    monkeypatch.setattr(directory, "LARGE", 0)
    monkeypatch.setattr(directory, "FACETED_AT_MOST_OF_MANY", 1)
    assert "once the list has at most 1." in page(client, "/en/enterprises/?q=样例")
    monkeypatch.setattr(directory, "FACETED_AT_MOST_OF_MANY", 2)
    assert "once the list has at most" not in page(client, "/en/enterprises/?q=样例")


def test_names_without_a_translation_say_their_language(client, world):
    tag = factories.IndustryTagFactory(code="biomedicine", name_zh="生物医药", name_en="")
    world.enterprise.tags.create(industry=tag)
    assert '<a href="?tag=biomedicine" lang="zh-Hans">生物医药</a>' in page(client, "/en/enterprises/")
    assert '<span lang="zh-Hans">生物医药</span>' in page(client, "/en/enterprises/?tag=biomedicine")
    assert 'lang="zh-Hans"' not in page(client, "/enterprises/").partition('class="facets"')[2].partition("</nav>")[0]


@pytest.mark.parametrize("text", ["样例", "~code~", "a&park=b"])
def test_search_text_stays_in_the_addresses_of_the_choices(client, world, monkeypatch, text):
    monkeypatch.setattr(directory, "FACETED_AT_MOST", -1)  # every choice is offered, whatever is found
    expected = f'href="?q={quote_plus(text)}&amp;park={world.park.code}&amp;sort=name"'
    assert expected in page(client, f"/enterprises/?q={quote_plus(text)}&sort=name")
