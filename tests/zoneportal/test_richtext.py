import time

import pytest
from django.core.exceptions import ValidationError

from zoneportal.richtext import MAX_CHARACTERS, checked


@pytest.mark.parametrize(
    "html",
    [
        "<p>正文<strong>加粗</strong></p>",
        "<h2>标题</h2><ul><li><p>一</p></li></ul>",
        "<table><tbody><tr><th><p>甲</p></th><td><p>乙</p></td></tr></tbody></table>",
        "<p>H<sub>2</sub>O</p><blockquote><p>引文</p></blockquote>",
    ],
)
def test_what_the_editor_writes_stays_as_it_is(html):
    assert checked(html) == html


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ("<p>甲<script>alert(1)</script></p>", "<p>甲</p>"),
        ('<p onclick="alert(1)">甲</p>', "<p>甲</p>"),
        ('<p style="color:red">甲</p>', "<p>甲</p>"),
        ('<p><img src="x" onerror="alert(1)">甲</p>', "<p>甲</p>"),
        ("<iframe src=//evil.example></iframe><p>甲</p>", "<p>甲</p>"),
    ],
)
def test_what_no_editor_writes_is_taken_out(html, rest):
    assert checked(html) == rest


def test_a_link_with_a_script_loses_its_address():
    assert "javascript" not in checked('<p><a href="javascript:alert(1)">甲</a></p>')


def test_a_text_of_five_megabytes_is_refused_before_it_is_cleaned():
    begin = time.monotonic()
    with pytest.raises(ValidationError, match=str(MAX_CHARACTERS)):
        checked("<p>" + "字" * 5_000_000 + "</p>")
    assert time.monotonic() - begin < 1


def test_deep_nesting_is_refused_before_it_is_cleaned():
    begin = time.monotonic()
    with pytest.raises(ValidationError):
        checked("<div>" * 10_000)
    assert time.monotonic() - begin < 1


def test_an_empty_paragraph_is_an_empty_text():
    assert checked("<p></p>") == ""
