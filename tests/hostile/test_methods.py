"""Public addresses are for reading: HEAD says what GET says, everything else is refused."""

import pytest
from django.test import Client

from tests.hostile.addresses import ask, english
from tests.hostile.answers import fault

pytestmark = pytest.mark.only_on("sqlite")  # methods are read before any database is asked


def test_head_says_what_get_says_without_a_body(client, addresses):
    for path in (path for each in addresses for path in (each.path, english(each.path))):
        got, head = ask(client, path), ask(client, path, method="HEAD")
        assert head.status_code == got.status_code, path
        assert head.getvalue() == b"", path
        said = [{name: text for name, text in each.items() if name != "Content-Length"} for each in (got, head)]
        assert said[0] == said[1], path
        assert head.get("Content-Length", "0") in {"0", got.get("Content-Length", "0")}, path


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_every_other_method_is_refused(world, addresses, method):
    client = Client(enforce_csrf_checks=True)
    faults = {}
    for each in addresses:
        response = ask(client, each.path, method=method)
        if response.status_code != 405 or "GET" not in response.headers.get("Allow", ""):
            faults[each.path] = response.status_code
    assert faults == {}


def test_form_without_end_is_refused(client, addresses):
    body = "&".join(f"p{turn}=1" for turn in range(6_000))
    for each in addresses:
        response = client.post(each.path, body, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {400, 405}, each.path


def test_body_of_a_get_changes_nothing(client, addresses):
    for each in addresses:
        with_body = client.generic("GET", each.path, b"q=1&page=2", content_type="application/x-www-form-urlencoded")
        assert with_body.status_code == each.status, each.path
        assert fault(with_body, each.path) == ""
