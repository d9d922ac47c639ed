from decimal import Decimal

from parks.extent import SIDE, extents

AREAS = [(Decimal("7.53"), "in_force"), (Decimal("104.31"), "reply_pending")]


def test_areas_are_drawn_to_one_scale():
    large, small = extents(AREAS)

    assert large.side == SIDE
    assert abs((large.side / small.side) ** 2 - 104.31 / 7.53) < 0.3


def test_smaller_square_stands_in_front_and_on_the_same_ground():
    large, small = extents(AREAS)

    assert (large.standing, small.standing) == ("reply_pending", "in_force")
    assert large.top + large.side == small.top + small.side
    assert large.left == small.left


def test_without_areas_nothing_is_drawn():
    assert extents([]) == []
