import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests import factories
from zoneportal.pages import home

pytestmark = pytest.mark.django_db


def test_missing_page_shows_the_ways_on_in_the_language_of_the_address(client):
    factories.ZoneFactory(published=True)

    chinese, english = client.get("/nothing-here/"), client.get("/en/nothing-here/")

    assert chinese.status_code == english.status_code == 404
    assert 'lang="zh-Hans"' in chinese.content.decode()
    assert 'href="/en/sitemap/"' in english.content.decode()
    assert "示范高新区" in chinese.content.decode()


def test_missing_page_is_not_for_search_engines(client):
    html = client.get("/nothing-here/").content.decode()

    assert 'content="noindex"' in html
    assert "canonical" not in html


def test_fault_of_the_server_says_so_without_details(client, monkeypatch):
    def fail(request):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(home, "parks_of_today", fail)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert "Something went wrong" in response.content.decode()


def test_unknown_host_gets_a_page_without_the_frame(client):
    response = client.get("/", HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert "Bad request" in response.content.decode()
    assert "evil.example" not in response.content.decode()


def test_what_is_not_allowed_says_whom_to_ask(client, monkeypatch):
    def refuse(*args):
        raise PermissionDenied

    monkeypatch.setattr(home, "parks_of_today", refuse)

    response = client.get("/en/")

    assert response.status_code == 403
    assert "administrator" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/profile/", "/nothing-here/", "/en/"])
def test_public_pages_forbid_scripts_and_styles_that_are_not_files(client, address):
    policy = client.get(address)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "style-src 'self'" in policy


def test_expired_form_says_what_to_do():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/accounts/login/")

    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()
