from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zoneportal.publishing.models import Change


@pytest.fixture
def kept(settings, db) -> None:
    """Pages are kept, as in an office."""
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def queries(client) -> Callable[..., int]:
    """How many queries a request takes."""

    def count(address: str, by: Client = client, **extra) -> int:
        with CaptureQueriesContext(connection) as captured:
            by.get(address, **extra)
        return len(captured)

    return count


@pytest.fixture
def in_a_new_transaction() -> Callable[[], None]:
    """A test is one transaction, which notes a topic once on PostgreSQL: what was noted so far was somebody else's."""

    def begin() -> None:
        Change.objects.update(writer=0)

    return begin
