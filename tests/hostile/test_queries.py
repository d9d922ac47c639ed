"""What may stand behind the question mark of any public address."""

import pytest

from tests.hostile.addresses import ask, english
from tests.hostile.answers import fault
from tests.hostile.values import HOSTILE_VALUES, MANY_VALUES, SPECIAL_QUERIES

NO_PAGES = ("0", "-1", "1000000000", "1e9", "1.5", "NaN", "9" * 5_000, "%00", "")


def test_every_example_answers_as_it_should(client, addresses):
    wrong = {each.path: ask(client, each.path).status_code for each in addresses}
    assert {path: status for path, status in wrong.items() if status != 200} == {
        each.path: each.status for each in addresses if each.status != 200
    }


@pytest.mark.parametrize("value", HOSTILE_VALUES.values(), ids=HOSTILE_VALUES)
def test_no_value_of_a_parameter_breaks_a_page(client, addresses, value):
    faults = [
        fault(ask(client, each.path, f"{word}={value}"), each.path, f"{word}={value}")
        for each in addresses
        for word in each.parameters
    ]
    assert [each for each in faults if each] == []


@pytest.mark.parametrize("query", SPECIAL_QUERIES.values(), ids=SPECIAL_QUERIES)
def test_no_query_breaks_a_page(client, addresses, query):
    faults = [fault(ask(client, each.path, query), each.path, query) for each in addresses]
    assert [each for each in faults if each] == []


@pytest.mark.parametrize("value", MANY_VALUES)
def test_refusal_speaks_the_language_of_the_page(client, addresses, value):
    """One value that forms refuse, one that lists do not have: on English pages."""
    pages = [each for each in addresses if ask(client, english(each.path)).status_code == 200]
    faults = [
        fault(ask(client, english(each.path), f"{word}={value}"), english(each.path), f"{word}={value}")
        for each in pages
        for word in each.parameters
    ]
    assert pages
    assert [each for each in faults if each] == []


@pytest.mark.parametrize("number", NO_PAGES)
@pytest.mark.parametrize("path", ["/enterprises/", "/announcements/"])
def test_page_that_is_none_is_not_found(client, world, path, number):
    assert ask(client, path, f"page={number}").status_code == 404


def test_page_is_the_same_whatever_unknown_words_come_along(client, addresses):
    for each in addresses:
        if each.name.startswith("api"):
            continue  # the interface refuses words that it does not know
        plain = ask(client, each.path)
        other = ask(client, each.path, "utm_source=x&year=0&lang=en")
        assert other.status_code == plain.status_code, each.path
