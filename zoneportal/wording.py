"""Words of a search text, and where they stand in a text that is shown."""

import re

from zoneportal.characters import CONTROL, folded, visible

LONGEST_TEXT = 160  # of a search; as long as the longest name
MAX_WORDS = 6


def words_of(text: str) -> list[str]:
    """The first words; what no database takes is read as a space."""
    return CONTROL.sub(" ", visible(text)).split()[:MAX_WORDS]


def spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where words stand in `text`, in order and without overlaps."""
    found, plain = [], folded(text)
    for word in dict.fromkeys(folded(word) for word in words):
        if word and word in plain:
            found += [(each.start(), each.end()) for each in re.finditer(re.escape(word), plain)]
    if not found:
        return []
    # Of what folding keeps; mostly that is everything.
    places = range(len(text)) if len(plain) == len(text) else [at for at, sign in enumerate(text) if folded(sign)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(places[start], places[end - 1] + 1) for start, end in merged]
