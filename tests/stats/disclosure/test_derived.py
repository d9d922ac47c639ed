from stats.disclosure.derived import Derivation, derived_from

WAGE = Derivation("wage per head", ("wages", "staff"))
GROWTH = Derivation("growth of the wage", ("wage per head", "wage per head before"))


def test_a_rate_of_a_withheld_value_is_withheld():
    assert derived_from({"staff"}, [WAGE]) == {"wage per head"}


def test_a_rate_of_a_rate_is_withheld_too():
    assert derived_from({"wages"}, [GROWTH, WAGE]) == {"wage per head", "growth of the wage"}


def test_what_has_nothing_to_do_with_it_stays():
    assert derived_from({"exports"}, [WAGE, GROWTH]) == set()


def test_derivations_in_a_circle_end():
    circle = [Derivation("part", ("whole",)), Derivation("whole", ("part",))]

    assert derived_from({"whole"}, circle) == {"part"}
