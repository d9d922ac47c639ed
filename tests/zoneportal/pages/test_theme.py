import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_pages_link_the_style_sheet_of_the_zones_colour(client):
    factories.ZoneFactory(accent_colour="#AA3311", published=True)

    assert '<link rel="stylesheet" href="/theme/aa3311.css">' in client.get("/about/").content.decode()


def test_style_sheet_may_be_kept_for_ever(client):
    response = client.get("/theme/0f5c7a.css")

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert "--accent: #0f5c7a" in response.content.decode()


def test_pale_colour_gets_a_darker_shade_for_text(client):
    sheet = client.get("/theme/ffee00.css").content.decode()

    assert "--accent: #ffee00" in sheet
    assert "--accent-text: #ffee00; }\n@media" not in sheet


@pytest.mark.parametrize("colour", ["red", "0f5c7", "0f5c7a0", "0F5C7A", "%7d%7d%7d%7d%7d%7d"])
def test_no_colour_is_not_found(client, colour):
    assert client.get(f"/theme/{colour}.css").status_code == 404
