"""What the audit finds in publications that somebody protected badly."""

from stats.disclosure.audit import CONTRIBUTOR, SHOWN, audit
from tests.stats.disclosure.worlds import line


def test_the_audit_sees_the_firm_that_knows_its_own_value():
    problem = line(a=[50], b=[60], c=[40, 40, 40, 40])

    result = audit(problem, {"a", "b"})

    assert not result.ok
    assert {(each.cells, each.kind, each.attacker) for each in result.exposed} == {
        (("b",), CONTRIBUTOR, "a0"),
        (("a",), CONTRIBUTOR, "b0"),
    }


def test_the_audit_names_an_unsafe_cell_that_is_shown():
    exposed = audit(line(a=[50], b=[20, 20, 20]), set()).exposed

    assert [(each.cells, each.kind) for each in exposed] == [(("a",), SHOWN)]


def test_the_audit_tells_the_bounds_that_an_outsider_finds():
    problem = line(a=[50], b=[20, 20, 20, 20], c=[90, 90, 90])

    exposed = audit(problem, {"a"}).exposed

    assert [(each.cells, each.low, each.high) for each in exposed] == [(("a",), 50, 50)]
