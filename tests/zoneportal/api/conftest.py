import pytest
from django.core.cache import caches

from tests import published


@pytest.fixture
def small_world(db):
    return published.build()


@pytest.fixture
def kept(settings) -> None:
    """Answers are kept, as in an office."""
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    yield
    caches["pages"].clear()
