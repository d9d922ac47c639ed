import pytest

from tests import factories
from zoneportal.publishing.actions import publish

pytestmark = pytest.mark.django_db


def page(client, address: str = "/about/design/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_search_engines_leave_the_page_of_components_alone(client):
    assert '<meta name="robots" content="noindex">' in page(client)
    assert "/about/design/" not in client.get("/sitemap-pages.xml").content.decode()


def test_components_stand_there_before_anything_is_published(client):
    html = page(client)

    for component in ("swatch", "prose", "data", "standing-reply_pending", "empty", "pagination", "filters"):
        assert f'{component}"' in html or f"{component} " in html


def test_components_are_filled_with_what_is_published(client, world):
    park = factories.ParkFactory(name_zh="公开园", published=True)
    draft = factories.ParkFactory(name_zh="草稿园")
    publish(content=factories.GoalFactory(title_zh="公开目标"), by=None)

    html = page(client)

    assert park.name_zh in html
    assert "goal-path" in html
    assert draft.name_zh not in html


def test_about_page_leads_to_it(client):
    assert 'href="/en/about/design/"' in page(client, "/en/about/")
