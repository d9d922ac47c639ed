import pytest

from tests.doors.office import Office, furnish


@pytest.fixture
def office(world) -> Office:
    return furnish(world)
