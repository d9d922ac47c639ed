"""Text that a spreadsheet program would run as a formula gets an apostrophe in csv, which import takes off.

Only for text in csv: xlsx has explicit strings, and numbers must stay numbers.
"""

import re

_RUNS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def escape(text: str) -> str:
    """ "=1+1" becomes "'=1+1"; a text that already has the apostrophe gets another, so that both come back."""
    return f"'{text}" if _RUNS.match(text) else text


def unescape(text: str) -> str:
    """The exact inverse of `escape`."""
    return text[1:] if _ESCAPED.match(text) else text
