import pytest

from tests.hostile.addresses import Address, public_addresses
from tests.world import World


@pytest.fixture(autouse=True)
def _pages_are_kept(settings) -> None:
    """As in an office: half of what is hostile aims at the page cache."""
    settings.PAGE_CACHE = True


@pytest.fixture
def addresses(world: World) -> list[Address]:
    return public_addresses(world)
