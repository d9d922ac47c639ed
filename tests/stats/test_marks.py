import pytest

from stats.marks import MARKS, explained, qualified


def test_every_mark_has_a_symbol_of_its_own():
    assert sorted(mark.symbol for mark in MARKS.values()) == sorted("…—待※·")


@pytest.mark.parametrize(
    ("qualifier", "language", "shown"),
    [
        ("over", "zh-hans", "4,000余"),
        ("over", "en", "over 4,000"),
        ("about", "zh-hans", "约4,000"),
        ("nearly", "en", "nearly 4,000"),
    ],
)
def test_the_qualifier_stands_where_the_language_puts_it(qualifier, language, shown):
    assert qualified("4,000", qualifier, language) == shown


def test_what_is_withheld_says_that_it_follows_common_practice_and_names_no_threshold():
    text = explained(MARKS["confidential"], str)
    assert "common international practice" in text
    assert not any(character.isdigit() or character == "%" for character in text)


def test_other_marks_are_explained_by_their_meaning_alone():
    assert explained(MARKS["not_yet"], str) == "not yet available"
