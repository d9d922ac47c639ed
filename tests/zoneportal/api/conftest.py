import pytest

from tests import published


@pytest.fixture
def small_world(db):
    return published.build()
