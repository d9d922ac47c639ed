"""What is computed from a withheld value is withheld: rates, shares, averages, the progress of a goal."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from stats.disclosure.problem import Key


@dataclass(frozen=True)
class Derivation:
    """`result` is computed from `sources`: Derivation("wage per head", ("wages", "staff"))."""

    result: Key
    sources: tuple[Key, ...]


def derived_from(withheld: Collection[Key], derivations: Iterable[Derivation]) -> set[Key]:
    """All results that go back to a withheld value, also through other results; never a key of `withheld` itself."""
    results: dict[Key, list[Key]] = defaultdict(list)
    for derivation in derivations:
        for source in derivation.sources:
            results[source].append(derivation.result)
    found: set[Key] = set()
    waiting = list(withheld)
    while waiting:
        new = [result for result in results[waiting.pop()] if result not in found]
        found.update(new)
        waiting += new
    return found - set(withheld)
