"""What stands in a table where no number stands, and the words a figure's source puts beside a number."""

from dataclasses import dataclass

from zoneportal.messages import N_


@dataclass(frozen=True)
class Mark:
    code: str
    symbol: str
    explanation: str


@dataclass(frozen=True)
class Qualifier:
    code: str
    word_zh: str
    word_en: str
    follows: bool = False  # in Chinese 余 stands behind its number (4000余家), the others before it


# After SDMX OBS_STATUS and CONF_STATUS. A zero is the value 0 and has no mark.
MARKS: dict[str, Mark] = {
    mark.code: mark
    for mark in (
        Mark("below_unit", "…", N_("less than half of the unit shown")),
        Mark("not_available", "—", N_("not available")),
        Mark("not_yet", "待", N_("not yet available")),
        Mark("confidential", "※", N_("withheld to protect individual enterprises")),
        Mark("not_applicable", "·", N_("not applicable")),
    )
}

QUALIFIERS: dict[str, Qualifier] = {
    qualifier.code: qualifier
    for qualifier in (
        Qualifier("over", "余", "over", follows=True),
        Qualifier("about", "约", "about"),
        Qualifier("exceeding", "超", "more than"),
        Qualifier("nearly", "近", "nearly"),
    )
}


def qualified(number: str, qualifier: str, language: str) -> str:
    """The number with its qualifier: ("4,000", "over") is "4,000余" in Chinese, "over 4,000" in English."""
    word = QUALIFIERS[qualifier]
    if not language.startswith("zh"):
        return f"{word.word_en} {number}"
    return f"{number}{word.word_zh}" if word.follows else f"{word.word_zh}{number}"
