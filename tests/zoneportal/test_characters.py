from zoneportal.characters import compact, half_width


def test_full_width_ascii_becomes_half_width():
    assert half_width("９１Ａ（），．") == "91A(),."


def test_circled_and_raised_digits_are_not_digits():
    assert half_width("①²") == "①²"


def test_a_compact_text_has_no_white_space_and_nothing_invisible():
    assert compact(" 漳泽\u200b 工业园\n\u202d") == "漳泽工业园"
