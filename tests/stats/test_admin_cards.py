"""The card of an indicator: what its next clerk needs, each link leading somewhere, nothing beyond one's rights."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.stats import office_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(world):
    return office_year.furnish(world)


def card(client, world, role: str, indicator=None):
    client.force_login(getattr(world, role))
    indicator = indicator or world.figure.indicator
    return client.get(reverse("admin:stats_indicator_card", args=[indicator.pk]))


def test_card_tells_definition_making_form_calendar_findings_revisions_and_goals(world, client, year):
    page = card(client, world, "statistician").content.decode()

    compilation = f"/admin/stats/compilation/{year.compilation.pk}/change/"
    for words in (
        "定义。",
        "统计局",
        "412.5",
        compilation,
        "按合同额填写",
        "年报发布",
        "年报更正",
        "千亿园区",
        "?year=2024",
    ):
        assert words in page, words


@pytest.mark.parametrize("role", ["statistician", "administrator", "publisher", "auditor", "clerk"])
def test_every_link_of_the_card_opens_for_who_sees_it(world, client, year, role):
    page = card(client, world, role)
    assert page.status_code == 200
    main = page.content.decode().partition('id="content-main"')[2].partition('id="footer"')[0]
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/admin/[^"]+)"', main)}

    assert [link for link in links if client.get(link).status_code != 200] == []


def test_number_of_returns_stands_there_only_for_who_may_see_returns(world, client, year):
    assert card(client, world, "statistician").context["card"].made.contributors == 4
    for role in ("administrator", "publisher", "auditor"):
        page = card(client, world, role).content.decode()
        assert "412.5" not in page  # it stands in a draft, and no disclosure control has looked at it
        assert "returnfinding" not in page.partition('id="content-main"')[2]


def test_a_typed_value_says_who_typed_it(world, client):
    figure = factories.FigureFactory(definition=world.figure.definition, year=2025)
    figure.history.update(history_user=world.statistician)
    assert world.statistician.display_name in card(client, world, "auditor").content.decode()


def test_card_without_definition_says_what_to_do(world, client):
    bare = factories.IndicatorFactory()
    page = card(client, world, "statistician", bare).content.decode()
    assert reverse("admin:stats_indicator_change", args=[bare.pk]) in page.partition("errornote")[2]


def test_value_of_a_return_stands_on_no_card(world, client, year):
    for role in ("statistician", "administrator", "publisher", "auditor", "clerk"):
        assert "76543" not in card(client, world, role).content.decode().replace(",", "")


def test_visitors_and_users_without_a_role_find_no_card(world, client):
    address = reverse("admin:stats_indicator_card", args=[world.figure.indicator.pk])
    assert client.get(address).status_code == 302
    client.force_login(factories.UserFactory())
    assert client.get(address).status_code == 404


def test_queries_do_not_grow_with_figures_and_lines(world, client, year, django_assert_max_num_queries):
    client.force_login(world.statistician)
    for other in range(5):
        factories.FigureFactory(definition=world.figure.definition, year=1990 + other, revision=1, reason="x")
    with django_assert_max_num_queries(35):
        client.get(reverse("admin:stats_indicator_card", args=[world.figure.indicator.pk]))
