"""What several do at the same moment, each on a connection of its own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

SECONDS = 30


def together(act: Callable[[Any], Any], whom: Iterable[Any], refusal: type[Exception] = ()) -> list[Any]:
    """What `act` gives for each of them, in their order; `refusal` itself where it refuses. Other errors are raised."""
    everybody = list(whom)
    start = Barrier(len(everybody))

    def one(each: Any) -> Any:
        try:
            start.wait(timeout=SECONDS)
            return act(each)
        except refusal as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        return list(pool.map(one, everybody, timeout=SECONDS))
