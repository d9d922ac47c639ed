from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from parks.models import Zone
from tests import factories
from zoneportal.publishing.actions import publish

pytestmark = pytest.mark.django_db


def page(client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_introduces_the_zone_in_both_languages(client):
    factories.ZoneFactory(slogan_zh="上党动力源", slogan_en="Engine of Shangdang", published=True)

    assert "<h1>示范高新技术产业开发区</h1>" in page(client)
    assert "上党动力源" in page(client)
    assert "<h1>Model High-tech Zone</h1>" in page(client, "/en/")
    assert "Engine of Shangdang" in page(client, "/en/")


def test_says_what_to_do_while_no_zone_is_published(client):
    factories.ZoneFactory(name_zh="未发布的园区")

    html = page(client)

    assert 'class="empty"' in html
    assert "未发布的园区" not in html


def test_headline_figures_stand_with_year_unit_and_vintage(client, world):
    world.figure.indicator.is_headline = True
    world.figure.indicator.save()

    html = page(client)

    assert '<span class="numeral">358.26</span> <span class="unit">亿元</span>' in html
    assert f"2017年 · {world.figure.get_vintage_display()}" in " ".join(html.split())
    assert "417.77" not in html


def test_change_says_that_it_was_computed(client, world):
    world.figure.indicator.is_headline = True
    world.figure.indicator.save()
    factories.FigureFactory(
        definition=world.figure.definition, year=2016, value=Decimal("325.69"), release=world.release
    )

    assert "+10\N{NO-BREAK SPACE}% on the year before, computed from published levels" in page(client, "/en/")


def test_qualifier_is_part_of_the_figure(client, world):
    definition = factories.DefinitionFactory(unit="enterprise", indicator__decimals=0, indicator__is_headline=True)
    factories.FigureFactory(definition=definition, value=4000, qualifier="over", release=world.release)

    assert "4,000余" in page(client)
    assert "over 4,000" in page(client, "/en/")


def test_parks_industries_goals_and_announcements_are_linked(client, world):
    industry = factories.IndustryTagFactory(name_zh="生物医药")
    goal = factories.GoalFactory(published=True)
    notice = factories.AnnouncementFactory(published=True)

    html = page(client)

    for record in (world.park, industry, goal, notice):
        assert f'href="{record.get_absolute_url()}"' in html


def test_drafts_are_not_there(client, world):
    drafts = [
        factories.ParkFactory(name_zh="草稿园"),
        factories.GoalFactory(title_zh="草稿目标"),
        factories.AnnouncementFactory(title_zh="草稿公告"),
    ]
    publish(content=factories.AnnouncementFactory(title_zh="明日公告"), by=None, at=timezone.now() + timedelta(days=1))

    html = page(client)

    assert not [draft for draft in drafts if str(draft) in html]
    assert "明日公告" not in html


def test_needs_few_queries_whatever_the_number_of_rows(client, world, django_assert_num_queries):
    world.figure.indicator.is_headline = True
    world.figure.indicator.save()
    factories.MilestoneFactory.create_batch(3, published=True)
    factories.GoalFactory.create_batch(3, published=True)
    factories.AnnouncementFactory.create_batch(9, published=True)
    factories.EnterpriseFactory.create_batch(20, park=world.park, confirmed=True)
    page(client)

    # Public versions of parks, milestones, goals, zone: 1 each (4); announcements: keys and texts (2).
    # Headline figures: indicators, figures, definitions (3). Leading industries (1).
    # Goals: indicators, definitions, figures (3).
    with django_assert_num_queries(13):
        page(client)


def test_footer_shows_the_settings_that_are_filled_in(client):
    factories.ZoneFactory(icp_number="晋ICP备00000001号", organizer_zh="示范管委会", published=True)

    html = page(client)

    assert "晋ICP备00000001号" in html
    assert "示范管委会" in html
    for empty in ("Site identification code", "网站标识码", "Report an error", "我为政府网站找错"):
        assert empty not in html


def test_every_page_names_the_site(client):
    factories.ZoneFactory(site_code="1404000001", published=True)

    for address in ("/", "/profile/", "/parks/", "/about/"):
        html = page(client, address)
        assert '<meta name="SiteName" content="示范高新技术产业开发区">' in html
        assert '<meta name="SiteDomain" content="testserver">' in html
        assert '<meta name="SiteIDCode" content="1404000001">' in html


def test_zone_is_shown_as_published(client):
    zone = factories.ZoneFactory(published=True)
    Zone.objects.filter(pk=zone.pk).update(name_zh="草稿名")

    assert "草稿名" not in page(client)


def test_planned_areas_stand_first_and_never_without_their_standing(client):
    factories.MilestoneFactory(planned_area_km2="7.53", legal_standing="superseded", published=True)
    factories.MilestoneFactory(planned_area_km2="104.31", legal_standing="reply_pending", published=True)

    html = page(client, "/en/")
    areas = html.partition('class="areas"')[2].partition("</dl>")[0]

    assert "7.53" not in areas
    assert "104.31" in areas
    assert "reported, reply pending" in areas.partition("104.31")[2]


def test_further_goals_stand_below_the_first_view(client):
    goals = factories.GoalFactory.create_batch(3, published=True)

    html = page(client)

    assert html.count('class="goal-path"') == 1
    assert all(f'href="{goal.get_absolute_url()}"' in html for goal in goals)
