"""Disclosure control in a browser: run on the page of a release, read there, on screens of two sizes."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.stats import protected_year
from tests.windows import DESKTOP, PHONE


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_statistician_protects_a_release(open_window, live_server, look, viewport):
    year = protected_year.built()
    client = Client()
    client.force_login(year.world.statistician)
    page = open_window(viewport)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(reverse("admin:stats_release_change", args=[year.release.pk]))
    page.click(f"a[href='{reverse('admin:stats_release_protect', args=[year.release.pk])}']")
    look(page)

    page.click("input[type=submit].default")

    page.wait_for_selector(".messagelist .success")
    look(page)
    assert len(year.withheld()) == 4
