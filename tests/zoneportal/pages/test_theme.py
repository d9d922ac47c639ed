import io

import pytest
from PIL import Image

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


def test_mark_wears_the_zones_colour(client):
    response = client.get("/theme/aa3311.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert "immutable" in response["Cache-Control"]
    assert 'fill="#aa3311"' in response.content.decode()


@pytest.mark.parametrize("side", [180, 192, 512])
def test_mark_is_drawn_for_the_start_screen_of_a_phone(client, side):
    picture = Image.open(io.BytesIO(client.get(f"/theme/aa3311-{side}.png").content))

    assert picture.size == (side, side)
    assert picture.getpixel((side // 3, side * 2 // 3)) == (0xAA, 0x33, 0x11)


@pytest.mark.parametrize("side", ["100", "999", "000", "5120"])
def test_mark_of_any_other_size_is_not_found(client, side):
    assert client.get(f"/theme/aa3311-{side}.png").status_code == 404


@pytest.mark.parametrize(("address", "name"), [("/", "示范高新区"), ("/en/", "Model Zone")])
def test_manifest_names_the_zone_in_both_languages(client, address, name):
    factories.ZoneFactory(short_name_zh="示范高新区", short_name_en="Model Zone", published=True)

    response = client.get(f"{address}site.webmanifest")

    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["short_name"] == name
    assert response.json()["start_url"] == address


def test_icons_of_the_manifest_are_there(client):
    icons = client.get("/site.webmanifest").json()["icons"]

    assert [client.get(icon["src"]).status_code for icon in icons] == [200] * len(icons)
