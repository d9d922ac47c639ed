"""What stands in a table where no number stands, and the words a figure's source puts beside a number."""

from collections.abc import Callable
from dataclasses import dataclass

from zoneportal.messages import N_


@dataclass(frozen=True)
class Mark:
    code: str
    symbol: str
    explanation: str
    note: str = ""  # what a reader of the whole table should know besides


@dataclass(frozen=True)
class Qualifier:
    code: str
    word_zh: str
    word_en: str
    follows: bool = False  # in Chinese 余 stands behind its number (4000余家), the others before it


CONFIDENTIAL = "confidential"  # the code of what disclosure control withholds

# After SDMX OBS_STATUS and CONF_STATUS. A zero is the value 0 and has no mark.
MARKS: dict[str, Mark] = {
    mark.code: mark
    for mark in (
        Mark("below_unit", "…", N_("less than half of the unit shown")),
        Mark("not_available", "—", N_("not available")),
        Mark("not_yet", "待", N_("not yet available")),
        Mark(
            CONFIDENTIAL,
            "※",
            N_("withheld to protect individual enterprises"),
            # Never how many enterprises or which share make a figure unsafe: that would help to undo it.
            N_("this follows common international practice and covers what would let a withheld figure be computed"),
        ),
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


def explained(mark: Mark, say: Callable[[str], str]) -> str:
    """What stands under a table and in a file beside the symbol; the same for every withheld figure."""
    return say(N_("; ")).join(say(part) for part in (mark.explanation, mark.note) if part)


def qualified(number: str, qualifier: str, language: str) -> str:
    """The number with its qualifier: ("4,000", "over") is "4,000余" in Chinese, "over 4,000" in English."""
    word = QUALIFIERS[qualifier]
    if not language.startswith("zh"):
        return f"{word.word_en} {number}"
    return f"{number}{word.word_zh}" if word.follows else f"{word.word_zh}{number}"
