from zoneportal.wording import MAX_WORDS, spans, words_of


def test_words_are_parted_by_spaces_of_every_width():
    assert words_of(" 长治　科技\u200b ") == ["长治", "科技"]


def test_what_no_database_takes_is_a_space():
    assert words_of("太行\x00电子\ud800") == ["太行", "电子"]


def test_only_the_first_words_count():
    assert len(words_of("一 " * 1000)) == MAX_WORDS


def test_places_are_those_of_the_text_as_it_is_shown():
    assert spans("A Ｂ C", ["ab"]) == [(0, 3)]


def test_overlapping_places_are_one():
    assert spans("长治长治长", ["长治", "治长"]) == [(0, 5)]
