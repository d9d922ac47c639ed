"""Pages that a fresh installation does not hold: articles, full parks, previews, error pages."""

import pytest
from django.test import Client

from parks.models import Announcement
from tests import factories
from tests.windows import DESKTOP, PHONE
from zoneportal.publishing.actions import publish


@pytest.fixture
def full_world(world):
    """This park has an area, a contact and a released figure; a notice of it is public."""
    park = world.park
    park.area_km2, park.phone, park.email = "12.50", "0355-0000000", "office@example.org"
    park.focus_zh, park.description_zh = "装备制造", "<p>正文。</p><h2>小标题</h2><ul><li>一</li></ul>"
    park.save()
    publish(content=park, by=None)
    factories.FigureFactory(definition=world.figure.definition, park=park, release=world.release)
    table = "<table><tbody><tr><th>项目</th></tr><tr><td>甲</td></tr></tbody></table>"
    factories.AnnouncementFactory(park=park, body_zh=f"<p>正文。</p>{table}", source_zh="办公室", published=True)
    return world


def sign_in(page, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "localhost", "path": "/"}])


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["chinese", "english"])
@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_articles_and_full_parks_are_accessible(open_window, accessibility, full_world, options, prefix):
    page = open_window(options)

    for address in (Announcement.objects.get().get_absolute_url(), full_world.park.get_absolute_url()):
        page.goto(f"{prefix}{address}")
        assert accessibility(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= options["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_readable_by_day_and_by_night(open_window, accessibility, full_world, scheme):
    page = open_window(color_scheme=scheme)

    for address in ("/", "/profile/", "/announcements/", full_world.park.get_absolute_url()):
        page.goto(address)
        assert accessibility(page) == []


@pytest.mark.parametrize("colour", ["#ffee00", "#ffffff", "#000000"])
def test_any_accent_colour_can_be_read(open_window, accessibility, full_world, colour):
    full_world.zone.accent_colour = colour
    full_world.zone.save()
    publish(content=full_world.zone, by=None)

    for scheme in ("light", "dark"):
        page = open_window(color_scheme=scheme)
        page.goto("/")
        assert accessibility(page) == []


def test_missing_page_is_accessible(open_window, accessibility, full_world, faults):
    faults.expect("404")
    page = open_window()

    page.goto("/nothing-here/")

    assert accessibility(page) == []


def test_preview_is_accessible_and_keeps_its_parameter(open_window, accessibility, full_world):
    page = open_window()
    page.goto("/about/")
    sign_in(page, full_world.administrator)
    page.goto(f"{full_world.park.get_absolute_url()}?preview=parks.park.{full_world.park.pk}")

    assert accessibility(page) == []
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"?preview=parks.park.{full_world.park.pk}")
    assert page.locator(".preview-banner").is_visible()


def test_reader_with_a_keyboard_skips_to_the_content(open_window, full_world):
    page = open_window()
    page.goto("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_pages_work_without_scripts(open_window, full_world):
    page = open_window(PHONE, java_script_enabled=False)
    page.goto("/")

    page.locator(".menu").get_by_role("link").nth(1).click()

    assert page.url.endswith("/parks/")
