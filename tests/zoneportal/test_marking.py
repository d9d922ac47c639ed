from zoneportal.marking import excerpt, marked, plain


def test_words_are_marked_whatever_their_width_and_case():
    assert marked("长治ＡＢＢ公司", ["abb"]) == "长治<mark>ＡＢＢ</mark>公司"


def test_words_that_touch_are_one_mark():
    assert marked("长治高新区", ["长治", "高新"]) == "<mark>长治高新</mark>区"


def test_text_is_escaped_inside_and_outside_of_marks():
    assert marked("<a&b>", ["&"]) == "&lt;a<mark>&amp;</mark>b&gt;"


def test_word_is_found_across_a_space():
    assert marked("Tai Hang", ["taihang"]) == "<mark>Tai Hang</mark>"


def test_excerpt_begins_before_the_word_and_says_what_it_left_out():
    text = excerpt("<p>" + "前" * 200 + "晶光" + "后" * 200 + "</p>", ["晶光"])
    assert text.startswith("…前")
    assert "<mark>晶光</mark>" in text
    assert text.endswith("后…")


def test_paragraphs_do_not_run_together():
    assert plain("<p>one</p><p>two &amp; three</p>") == "one two & three"
