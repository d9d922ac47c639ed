"""A release in a browser: submitted, not approved by its author, approved by somebody else, public at its minute."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stats.models import Figure, Release
from stats.releasing import submit_release
from tests.factories import FigureFactory, ReleaseFactory, UserFactory
from tests.stats.reviews import draft_of
from tests.windows import DESKTOP, PHONE

VIEWPORTS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def draft(live_server, world) -> Release:
    release = draft_of(
        world.secret_figure,
        title_zh="2018年年度统计数据",
        planned_at=timezone.now() + timedelta(days=1),
        is_announced=True,
    )
    FigureFactory(
        definition=world.figure.definition, year=2017, vintage=4, value=Decimal("360.5"), reason="核实", release=release
    )
    return release


def page_of(release: Release, door: str = "change") -> str:
    return reverse(f"admin:stats_release_{door}", args=[release.pk])


def sign_in(page, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_four_eyes_and_an_embargo(open_window, live_server, world, draft, monkeypatch):
    author = UserFactory(is_superuser=True)
    writer, reviewer, reader = open_window(), open_window(), open_window()
    sign_in(writer, live_server, author)
    writer.goto(page_of(draft))
    writer.click(f"a[href='{page_of(draft, 'submit')}']")
    writer.click("input[type=submit].default")
    writer.wait_for_url(f"**{page_of(draft)}")

    writer.goto(page_of(draft, "release"))
    assert author.display_name in writer.locator("#content .errornote").inner_text()
    assert writer.locator("input[type=submit].default").count() == 0

    sign_in(reviewer, live_server, world.publisher)
    reviewer.goto(page_of(draft))
    reviewer.click(f"a[href='{page_of(draft, 'release')}']")
    assert "360.50" in reviewer.locator("#content").inner_text()
    reviewer.click("input[type=submit].default")
    reviewer.wait_for_url(f"**{page_of(draft)}")

    reader.goto("/statistics/revenue/")
    assert "360.50" not in reader.content()
    reader.goto("/statistics/releases/")
    assert draft.title_zh in reader.content()
    monkeypatch.setattr(timezone, "now", lambda: draft.planned_at)
    reader.goto("/statistics/revenue/")
    assert "360.50" in reader.content()


def test_a_review_is_sent_back_with_a_reason(page, live_server, world, draft):
    submit_release(release=draft, by=world.statistician)
    sign_in(page, live_server, world.publisher)
    page.goto(page_of(draft))
    page.click(f"a[href='{page_of(draft, 'send_back')}']")
    page.fill("[name=reason]", "2018年数据单位有误")
    page.click("input[type=submit].default")
    page.wait_for_url(f"**{page_of(draft)}")
    assert "2018年数据单位有误" in page.locator("#content").inner_text()
    assert Release.objects.get(pk=draft.pk).status == "draft"


@VIEWPORTS
@pytest.mark.parametrize("door", ["change", "submit", "give_reason", "release", "send_back", "sheet", "call_off"])
def test_screen_is_accessible_and_fits_the_window(
    open_window, accessibility, live_server, world, draft, viewport, door
):
    if door in ("release", "send_back"):
        submit_release(release=draft, by=world.statistician)
    if door == "call_off":
        Release.objects.filter(pk=draft.pk).update(status="released", released_at=draft.planned_at)
    page = open_window(viewport)
    sign_in(page, live_server, UserFactory(is_superuser=True))
    assert page.goto(page_of(draft, door)).status == 200
    page.wait_for_load_state("networkidle")
    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@VIEWPORTS
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_calendar_and_former_days_are_accessible(
    open_window, accessibility, live_server, world, draft, viewport, prefix
):
    ReleaseFactory(planned_at=timezone.now() - timedelta(days=2), is_announced=True)
    day = timezone.localdate(Figure.objects.get(pk=world.figure.pk).release.released_at)
    page = open_window(viewport)
    for address in ("/statistics/releases/", f"/statistics/revenue/published-on/{day}/"):
        assert page.goto(f"{prefix}{address}").status == 200
        assert accessibility(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
