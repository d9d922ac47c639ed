"""What input methods and copying leave in text: full-width forms, invisible and control characters."""

import re

# Zero-width and bidirectional controls: nobody types them, they come along when text is copied from a page.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")

SPACES = " \t\r\n\u00a0\u2002\u2003\u2009\u3000"
_HALF_WIDTH = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)} | {0x3000: " ", 0xFFE5: "¥"}


_WIDE = re.compile("[" + "".join(map(chr, sorted(_HALF_WIDTH))) + "]")


def half_width(text: str) -> str:
    """Full-width ASCII (１２，ＡＢ（）) to plain ASCII and nothing else: ① and ² stay what they are."""
    return text.translate(_HALF_WIDTH) if _WIDE.search(text) else text


# One character becomes one or none, so that SQL can do the same (enterprises migration 0005).
FOLDS: dict[str, str] = (
    {chr(wide): narrow.lower() for wide, narrow in _HALF_WIDTH.items()}
    | {capital: capital.lower() for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | dict.fromkeys(SPACES, "")
)
_FOLDS = str.maketrans(FOLDS)


def folded(text: str) -> str:
    """For comparing texts: half width, without capitals of ASCII and spaces. `ＡＢＢ （长治）` becomes `abb(长治)`."""
    return text.translate(_FOLDS)


def visible(text: str) -> str:
    """The text without invisible characters; what a reader sees is all that is kept."""
    return INVISIBLE.sub("", text)


def compact(text: str) -> str:
    """For codes and amounts: half width, nothing invisible, no white space or line break anywhere."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(visible(half_width(text)).split())
