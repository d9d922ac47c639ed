"""Whether a text that is published names an enterprise of the register: beside a figure that would tell whose it is."""

from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseFormerNumber
from zoneportal.characters import folded, visible
from zoneportal.messages import N_

SHORTEST = 4  # characters: shorter ones stand in other words
NAMES_ENTERPRISE = N_(
    "This text is published and names an enterprise of the register: %(word)s. "
    "Say what was wrong without its name, credit code or zone number."
)


def enterprises_named(texts: Collection[str]) -> dict[str, str]:
    """{text: the first word of the register in it}, of those that hold one. Three queries where there is a text."""
    searched = {text: folded(visible(text)) for text in texts if text.strip()}
    if not searched:
        return {}
    found: dict[str, str] = {}
    for word in _words():
        short = folded(word)
        if len(short) >= SHORTEST:
            for text, within in searched.items():
                if short in within:
                    found.setdefault(text, word)
    return found


def refuse_enterprises(texts: dict[str, str]) -> None:
    """Of texts by their fields. Errors: ValidationError by field."""
    named = enterprises_named(texts.values())
    wrong = {name: _(NAMES_ENTERPRISE) % {"word": named[text]} for name, text in texts.items() if text in named}
    if wrong:
        raise ValidationError(wrong)


def _words() -> Iterator[str]:
    present = Enterprise.objects.order_by("pk")
    columns = ("name_zh", "name_en", "credit_code", "number", "old_registration_number")
    for row in present.values_list(*columns).iterator():
        yield from filter(None, row)
    yield from EnterpriseFormerName.objects.order_by("pk").values_list("name_zh", flat=True).iterator()
    yield from EnterpriseFormerNumber.objects.order_by("pk").values_list("number", flat=True).iterator()
