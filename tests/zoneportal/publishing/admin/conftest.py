from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries() -> Callable[[Callable], int]:
    """How many queries a call makes: `count_queries(lambda: client.get(address))`."""

    def count(call: Callable) -> int:
        call()  # what is fetched once and kept (content types) does not count
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count
