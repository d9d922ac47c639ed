"""What this process has made of public content, until what it was made of changes: parts of pages, and their figures.

The version decides, as for kept pages (`changes`): nothing expires, and nobody has to empty anything.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache

Made = TypeVar("Made")

MOST = 500  # the least asked for goes first; a part of a page has a few kilobytes

_held: LRUCache[Hashable, tuple[Hashable, Any]] = LRUCache(MOST)
_lock = Lock()


def remembered(key: Hashable, version: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` gives, made once for a version. It is shared by all readers, so nobody may change it.

    None is not remembered: nobody can fill the memory by asking for what does not exist.
    """
    with _lock:
        held = _held.get(key)
        if held is not None and held[0] == version:
            return held[1]
    made = make()
    if made is not None:
        with _lock:
            _held[key] = version, made
    return made


def forget() -> None:
    """For tests: each begins with nothing in mind."""
    with _lock:
        _held.clear()
