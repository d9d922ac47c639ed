"""How often Python looks for garbage while a sheet is worked on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A chunk of rows makes a million objects that nobody throws away before its end: looking through them every 700 took
# a fifth of the time of a check. Little of it is in circles, so memory hardly grows.
RARELY = (50_000, 20, 50)


@contextmanager
def rare_collections() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
