from decimal import Decimal

from parks.extent import SIDE, extents

AREAS = [(Decimal("7.53"), "in_force", "1992"), (Decimal("104.31"), "reply_pending", "2017")]


def test_areas_are_drawn_to_one_scale():
    large, small = extents(AREAS)

    assert large.side == SIDE
    assert abs((large.side / small.side) ** 2 - 104.31 / 7.53) < 0.3


def test_smaller_square_stands_in_front_and_on_the_same_ground():
    large, small = extents(AREAS)

    assert (large.standing, small.standing) == ("reply_pending", "in_force")
    assert large.top + large.side == small.top + small.side
    assert large.left == small.left


def test_square_says_when_it_was_planned_if_it_has_room_for_the_words():
    _large, small = extents(AREAS)
    _large, tiny = extents([(Decimal(1), "in_force", "1992"), AREAS[1]])

    assert small.words == "1992"
    assert tiny.words == ""


def test_without_areas_nothing_is_drawn():
    assert extents([]) == []
