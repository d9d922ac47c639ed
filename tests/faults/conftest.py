import shutil
from collections.abc import Callable, Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches

from tests import factories
from tests.faults import proof
from tests.faults.sheets_of_marks import Sent, sent


@pytest.fixture
def boss(transactional_db):
    ContentType.objects.clear_cache()
    return factories.UserFactory(is_superuser=True)


@pytest.fixture
def park(boss):
    return factories.ParkFactory()


@pytest.fixture
def send(boss, park) -> Callable[..., Sent]:
    """A checked sheet of so many new enterprises and as many changed ones as are given."""
    return lambda **words: sent(boss, park, **words)


@pytest.fixture(autouse=True)
def _all_is_well_in_the_end(boss) -> Iterator[None]:
    """Whatever was done to the processes of a test: the database is sound, and nothing lies about."""
    shutil.rmtree(proof.uploads(), ignore_errors=True)  # of tests whose records are gone
    yield
    caches["progress"].clear()
    proof.sound()
    proof.tidy()
