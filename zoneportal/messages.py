"""Sentences for clerks, raised by modules that know no Django; the caller shows `_(message) % params`."""

from collections.abc import Iterable
from typing import Any

FULL_WIDTH_STOPS = tuple("。！？；：")


def N_(text: str) -> str:  # noqa: N802
    """Marks a template for translation (the keyword the message extraction looks for) and returns it."""
    return text


def in_a_row(sentences: Iterable[str]) -> str:
    """One text of them: a full-width stop brings its own space, and another one after it would be a gap."""
    text = ""
    for sentence in sentences:
        text += sentence if not text or text.endswith(FULL_WIDTH_STOPS) else f" {sentence}"
    return text


class Refused(ValueError):  # noqa: N818
    """A value that cannot be taken: an English template with %(name)s places and what goes into them."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return self.message % self.params

    def __reduce__(self) -> tuple[Any, ...]:
        """So that it also crosses from one process to another."""
        return _refused, (self.message, self.params)


def _refused(message: str, params: dict[str, Any]) -> Refused:
    return Refused(message, **params)
