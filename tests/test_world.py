from django.utils import timezone

from enterprises.models import Enterprise
from stats.models import Figure


def test_the_public_sees_confirmed_enterprises_and_released_figures_only(world):
    now = timezone.now()
    assert set(Enterprise.objects.confirmed(now)) == {world.enterprise, world.other_enterprise}
    assert list(Figure.objects.released(now)) == [world.figure]


def test_a_clerk_sees_the_enterprises_of_the_own_park(world):
    assert set(Enterprise.objects.visible_to(world.clerk)) == {world.enterprise, world.secret_enterprise}
    assert set(Enterprise.objects.visible_to(world.other_clerk)) == {world.other_enterprise}
    assert set(Enterprise.objects.visible_to(world.auditor)) == set(Enterprise.objects.all())
