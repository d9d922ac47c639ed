import pytest
from django.utils import translation
from simple_history.models import HistoricalRecords

from zoneportal.inspection.asking import ask, own_host

pytestmark = pytest.mark.django_db


def test_asks_as_a_visitor_would(world):
    assert ask("/parks/").status_code == 200
    assert ask("/nowhere/").status_code == 404
    assert ask("/parks/".removesuffix("/")).status_code == 301


def test_draft_is_not_shown_even_when_asked_for_by_the_office(world):
    assert ask("/parks/", f"preview=parks.park.{world.park.pk}").status_code == 404


@pytest.mark.parametrize("path", ["/园区/", "/\x00", "/en//", "/" + "a" * 5_000])
def test_odd_addresses_get_an_answer(path, world):
    assert ask(path).status_code in (301, 404)


def test_request_around_it_keeps_its_language_and_its_author(world):
    HistoricalRecords.context.request = around = object()
    try:
        with translation.override("en"):
            ask("/parks/")
            assert translation.get_language() == "en"
        assert HistoricalRecords.context.request is around
    finally:
        del HistoricalRecords.context.request


def test_host_is_the_first_that_is_no_pattern(settings):
    settings.ALLOWED_HOSTS = [".example.cn", "*", "www.example.cn"]
    assert own_host() == "www.example.cn"
    settings.ALLOWED_HOSTS = ["*"]
    assert own_host() == "localhost"
