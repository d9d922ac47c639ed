import pytest

from stats.year_path import BLOCKED, DONE, NEXT, OPEN, OTHERS, Step, with_one_next


def step(key, state, url="#there"):
    return Step(key, key, state, "…", url)


def test_the_first_step_that_can_be_done_is_the_next_one():
    steps = with_one_next([step("form", DONE), step("freeze", OPEN), step("collect", NEXT), step("check", BLOCKED)])
    assert [each.state for each in steps] == [DONE, NEXT, OPEN, BLOCKED]


def test_what_only_others_can_do_is_not_next():
    steps = with_one_next([step("compile", OPEN, url=""), step("reconcile", OPEN)])
    assert [each.state for each in steps] == [OTHERS, NEXT]


def test_a_path_without_anything_to_do_has_no_next_step():
    assert [each.state for each in with_one_next([step("form", DONE), step("freeze", BLOCKED)])] == [DONE, BLOCKED]


def test_a_step_is_one_of_the_nine_and_has_one_of_five_states():
    with pytest.raises(ValueError, match="No such step"):
        step("lunch", DONE)
    with pytest.raises(ValueError, match="No such state"):
        step("form", "perhaps")
