"""A finding in the words of the reader's language: names of lines and units in their places, no value anywhere."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from stats.models import ReturnFinding
from stats.plausibility.sentences import AMONG, CHECKS, LINE_PARAMS, SENTENCES, UNIT_PARAMS
from stats.plausibility.thresholds import RULES
from zoneportal.numbers import UNITS

# Chinese says 十分之一, never 10分之一.
IN_FRACTIONS = {
    "10": pgettext_lazy("one part in …", "10"),
    "100": pgettext_lazy("one part in …", "100"),
    "1,000": pgettext_lazy("one part in …", "1,000"),
    "10,000": pgettext_lazy("one part in …", "10,000"),
}


def check_name(code: str) -> str:
    """“unit slip”; a code that the program no longer knows stands for itself."""
    return _(CHECKS[code]) if code in CHECKS else code


def rule_in_words(rule: Any) -> Any:
    """What the number of a threshold means; anything else stands for itself."""
    return _(RULES[rule]) if rule in RULES else rule


def sentence_of(finding: ReturnFinding, names: Mapping[str, str]) -> str:
    """`names`: of indicators by their codes."""
    template = SENTENCES.get((finding.code, finding.params.get("variant", "")))
    if template is None:
        return check_name(finding.code)
    words = {name: _word(name, text, names) for name, text in finding.params.items() if isinstance(text, str)}
    if "below" in finding.params.get("variant", "") and "times" in words:
        words["times"] = str(IN_FRACTIONS.get(words["times"], words["times"]))
    return _(template) % words


def codes_in(finding: ReturnFinding) -> set[str]:
    """Of the indicators that its sentence names."""
    return {finding.params[name] for name in LINE_PARAMS if name in finding.params}


def _word(name: str, text: str, names: Mapping[str, str]) -> str:
    if name in LINE_PARAMS:
        return _("“%s”") % names.get(text, text)
    if name in UNIT_PARAMS:
        return unit_name(text)
    if name == "among":
        return _(AMONG[text])
    return text


def unit_name(code: str) -> str:
    unit = UNITS[code]
    return unit.name_zh if (get_language() or "").startswith("zh") else unit.name_en
