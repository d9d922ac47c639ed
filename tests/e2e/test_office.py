"""The screens of the office in a real browser: accessible, as wide as the window, and within the policy."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from parks.models import Announcement
from tests.factories import AnnouncementFactory
from tests.windows import DESKTOP, PHONE
from zoneportal.publishing.actions import publish

VIEWPORTS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
SCREENS = {
    "start": "index",
    "list": "parks_announcement_changelist",
    "new": "parks_announcement_add",
    "form": "parks_announcement_change",
    "history": "parks_announcement_history",
    "version": "parks_announcement_simple_history",
    "publish": "parks_announcement_publish",
    "plan": "parks_announcement_schedule",
    "delete": "parks_announcement_delete",
    "park": "parks_park_change",
    "milestones": "parks_milestone_changelist",
    "publications": "publishing_publication_changelist",
    "acts": "admin_logentry_changelist",
}


@pytest.fixture
def notice(live_server, world) -> Announcement:
    """Public, with unpublished changes, of this park."""
    record = AnnouncementFactory(title_zh="第一稿", park=world.park)
    publish(content=record, by=world.administrator)
    record.title_zh, record.body_zh = "第二稿", "<p>第二稿的正文</p>"
    record.save()
    return record


def address_of(screen: str, notice: Announcement) -> str:
    arguments = {
        "park": [notice.park_id],
        "version": [notice.pk, notice.latest_version()],
    }
    own = [] if screen in {"start", "list", "new", "milestones", "publications", "acts"} else [notice.pk]
    return reverse(f"admin:{SCREENS[screen]}", args=arguments.get(screen, own))


def sign_in(page, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


@VIEWPORTS
@pytest.mark.parametrize("screen", SCREENS)
def test_screen_is_accessible_and_fits_the_window(
    open_window, accessibility, live_server, world, notice, viewport, screen
):
    page = open_window(viewport)
    sign_in(page, live_server, world.administrator)
    assert page.goto(address_of(screen, notice)).status == 200
    page.wait_for_load_state("networkidle")
    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@VIEWPORTS
@pytest.mark.parametrize("name", ["account_login", "account_change_password", "mfa_index", "account_logout"])
def test_page_of_the_account_is_accessible_and_fits_the_window(
    open_window, accessibility, live_server, world, viewport, name
):
    page = open_window(viewport)
    if name != "account_login":
        sign_in(page, live_server, world.clerk)
    assert page.goto(reverse(name)).status == 200
    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_a_clerk_logs_in_writes_and_finds_the_text_again(page, live_server, world, notice):
    page.goto("/admin/")
    page.fill("[name=login]", world.clerk.username)
    page.fill("[name=password]", "a-long-password-for-tests")
    page.click("#content button[type=submit]")
    page.goto(reverse("admin:parks_announcement_change", args=[notice.pk]))
    editor = page.locator(".field-body_zh .ProseMirror[contenteditable=true]")
    editor.fill("新写的正文")
    page.click("[name=_continue]")
    page.wait_for_load_state("networkidle")
    assert Announcement.objects.get(pk=notice.pk).body_zh == "<p>新写的正文</p>"
    assert page.locator(".field-body_zh .ProseMirror[contenteditable=true]").inner_text() == "新写的正文"


def test_the_buttons_of_the_editor_speak_the_language_of_the_office(page, live_server, world, notice):
    sign_in(page, live_server, world.administrator)
    page.goto(reverse("admin:parks_announcement_change", args=[notice.pk]))
    page.wait_for_selector(".prose-menubar [title]")
    page.wait_for_timeout(200)
    titles = page.eval_on_selector_all(".prose-menubar [title]", "buttons => buttons.map(button => button.title)")
    assert titles
    assert not [title for title in titles if title.isascii()]


def test_a_publisher_compares_and_publishes(page, live_server, world, notice):
    sign_in(page, live_server, world.publisher)
    page.goto(reverse("admin:parks_announcement_publish", args=[notice.pk]))
    assert page.locator(".office-compare ins").first.inner_text() == "第二稿"
    page.click("input[type=submit].default")
    page.wait_for_load_state("networkidle")
    page.goto(notice.get_absolute_url())
    assert "第二稿" in page.content()


def test_a_list_on_a_phone_names_its_cells_by_the_words_of_their_column(open_window, live_server, world):
    page = open_window(PHONE)
    sign_in(page, live_server, world.administrator)
    page.goto(f"{reverse('admin:stats_figure_changelist')}?o=2.3")  # of two sorted columns each says its place
    labels = page.eval_on_selector_all("#result_list [data-label]", "cells => cells.map(cell => cell.dataset.label)")
    assert "年份" in labels
    assert not any(character.isdigit() for label in labels for character in label)
