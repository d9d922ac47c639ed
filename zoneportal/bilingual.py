"""Content in two languages: explicit columns `name_zh` and `name_en`, and `name` to read the right one."""

from collections.abc import Callable

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, override

from zoneportal.messages import Refused, in_a_row

CHINESE, ENGLISH = "zh", "en"


def content_language() -> str:
    """`zh` or `en`: the language in which content is shown now."""
    return ENGLISH if (get_language() or "").startswith(ENGLISH) else CHINESE


def _either(chinese: str, english: str) -> str:
    return english if content_language() == ENGLISH else chinese


# For a label that exists in both languages already: decided when it is shown, as gettext_lazy does.
either = lazy(_either, str)


def in_both(sentence: Callable[[], object]) -> str:
    """For a terminal, whose reader's language nobody knows: the sentence in Chinese, then in English."""
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(str(sentence()))
    return in_a_row(dict.fromkeys(said))


def refusal_in_both(refused: Refused) -> str:
    return in_both(lambda: gettext(refused.message) % refused.params)


class Translated:
    """Reads `<base>_en` under English, `<base>_zh` otherwise and where the English is still empty.

    Read-only on purpose: forms, sheets and seeds write the explicit columns, so nothing goes stale.
    """

    def __init__(self, base: str):
        self.base = base

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        chinese = getattr(instance, f"{self.base}_{CHINESE}")
        if content_language() == ENGLISH:
            return getattr(instance, f"{self.base}_{ENGLISH}") or chinese
        return chinese

    def __set__(self, instance, value):
        raise AttributeError(f"write {self.base}_{CHINESE} or {self.base}_{ENGLISH}, not {self.base}")
