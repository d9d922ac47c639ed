"""Found words in a text that is shown: `<mark>` around them, everything else escaped."""

from html import escape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from zoneportal.wording import spans

BEFORE, LENGTH = 24, 120  # of an excerpt, in characters


def marked(text: str, words: list[str]) -> SafeString:
    parts, at = [], 0
    for start, end in spans(text, words):
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*parts, escape(text[at:])]))


def excerpt(html: str, words: list[str]) -> SafeString:
    """The place of a long text where the first word stands, else its beginning."""
    text = plain(html)
    first = next(iter(spans(text, words)), (0, 0))[0]
    start = max(0, first - BEFORE)
    cut = text[start : start + LENGTH]
    return SafeString(f"{'…' if start else ''}{marked(cut, words)}{'…' if start + LENGTH < len(text) else ''}")


def plain(html: str) -> str:
    """What a reader sees of rich text; paragraphs do not run together."""
    from_tags = strip_tags(html.replace("<", " <"))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        from_tags = from_tags.replace(entity, sign)
    return " ".join(from_tags.split())
