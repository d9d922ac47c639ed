"""Addresses that nobody linked to."""

import pytest

from tests.hostile.addresses import ask, english
from tests.hostile.answers import fault
from tests.hostile.values import PATHS


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_no_path_breaks_the_portal(client, world, path):
    response = ask(client, path)
    assert fault(response, path) == ""
    assert b"http://hostile.example" not in response.content


@pytest.mark.parametrize("ending", ["%00", "%FF", "%E4%B8%AD", "/x", "%2F", ";x", "%0A", " "])
def test_no_end_of_an_address_breaks_it(client, addresses, ending):
    paths = [path for each in addresses for path in (each.path, english(each.path))]
    faults = [fault(ask(client, path + ending), path + ending) for path in paths]
    assert [each for each in faults if each] == []


def test_address_without_its_last_slash_leads_to_the_page(client, addresses):
    for each in addresses:
        if each.path.endswith("/") and each.path != "/":
            response = ask(client, each.path.rstrip("/"), "q=%FF&x=//hostile.example")
            assert response.status_code in {301, 404}, each.path
            assert fault(response, each.path) == ""
