"""Two vintages side by side, small enough to check by hand."""

from decimal import Decimal

from stats.disclosure.audit import OUTSIDER, audit
from stats.disclosure.problem import OPEN, Rules
from stats.disclosure.protection import protect
from stats.disclosure.vintages import linked
from tests.stats.disclosure import worlds
from tests.stats.disclosure.worlds import as_released, line


def test_a_total_before_and_after_one_firm_joins_does_not_tell_its_return():
    before = line(a=[50, 60, 70, 80], b=[20, 20, 20, 20])
    flash = as_released(worlds.named(before, "flash"), set())
    after = worlds.named(line(a=[50, 60, 70, 80, 33], b=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "*")}

    problem = linked(after, flash, pairs, Rules())
    protected = protect(problem)

    assert set(protected.withheld) == {("annual", "a"), ("annual", "*")}
    assert protected.values == {("annual", "b"): Decimal(80)}
    assert audit(problem, protected.withheld).ok
    assert not audit(problem, set()).ok


def test_three_firms_that_join_hide_each_other():
    flash = as_released(worlds.named(line(a=[50, 60, 70, 80], b=[20, 20, 20, 20]), "flash"), set())
    after = worlds.named(line(a=[50, 60, 70, 80, 33, 34, 35], b=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "*")}

    assert protect(linked(after, flash, pairs, Rules())).withheld == {}


def test_a_revised_return_does_not_stop_the_total():
    flash = as_released(worlds.named(line(a=[50, 60, 70, 80], b=[20, 20, 20, 20]), "flash"), set())
    after = worlds.named(line(a=[50, 60, 70, 88], b=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "*")}

    assert protect(linked(after, flash, pairs, Rules())).withheld == {}


def test_a_later_vintage_keeps_the_mask_of_the_former():
    """In the new values c would be the cheaper one to withhold; with b shown in both, a of the flash could be told."""
    old = line(a=[50], b=[20, 20, 20, 20], c=[21, 21, 21, 21])
    flash = as_released(worlds.named(old, "flash"), {"flash"} | {("flash", "a"), ("flash", "b")})
    annual = worlds.named(line(a=[50], b=[21, 21, 21, 21], c=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "c", "*")}

    alone = protect(annual)
    together = protect(linked(annual, flash, pairs, Rules()))

    assert set(alone.withheld) == {("annual", "a"), ("annual", "c")}
    assert set(together.withheld) == {("annual", "a"), ("annual", "b")}


def test_what_did_not_move_between_two_vintages_hides_nothing():
    """c is public in the flash and did not change: total less b less c would be a, however large c is."""
    flash = worlds.named(line(a=[50], b=[130, 140, 120, 110], c=[130, 140, 120, 130]), "flash")
    annual = worlds.named(line(a=[50], b=[160, 140, 120, 110], c=[130, 140, 120, 130]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "c", "*")}
    mask = protect(flash).withheld

    both = linked(annual, as_released(flash, set(mask)), pairs, Rules())

    assert set(mask) == {("flash", "a"), ("flash", "b")}
    assert set(protect(both).withheld) == {("annual", "a"), ("annual", "b")}
    assert not audit(both, {("annual", "a"), ("annual", "c")}).ok


def test_what_hides_behind_a_small_cell_is_estimated_by_its_former_value():
    """b moved by a fifth, but that is 2: who takes the 10 of the flash for it finds a to 4 per cent."""
    flash = worlds.named(line(a=[50], b=[3, 3, 2, 2], c=[90, 90, 90, 90]), "flash")
    annual = worlds.named(line(a=[50], b=[3, 3, 3, 3], c=[95, 105, 100, 100]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "c", "*")}
    both = linked(annual, as_released(flash, {("flash", "a"), ("flash", "c")}), pairs, Rules())

    assert set(protect(annual).withheld) == {("annual", "a"), ("annual", "b")}
    assert set(protect(both).withheld) == {("annual", "a"), ("annual", "c")}
    assert not audit(both, {("annual", "a"), ("annual", "b")}).ok


def test_what_an_earlier_vintage_has_told_is_named_and_not_hidden_in_vain():
    """Two of three firms are left, of nearly the same sum: the sum is public already."""
    flash = as_released(worlds.named(line(a=[500, 480, 20, 25], b=[20, 20, 20, 20]), "flash"), set())
    annual = worlds.named(line(a=[510, 490], b=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "*")}

    both = linked(annual, flash, pairs, Rules())
    result = audit(both, protect(both).withheld)

    assert result.ok
    assert ("annual", "a") in protect(both).withheld
    assert ("annual", "a") in result.public_before


def test_what_a_joiner_learns_from_the_total_before_stops_nothing():
    """It takes the new total minus its own return: that is the old total, which is public."""
    flash = as_released(worlds.named(line(a=[5, 6, 7], b=[20, 20, 20, 20]), "flash"), set())
    annual = worlds.named(line(a=[5, 6, 7, 169], b=[20, 20, 20, 20]), "annual")
    pairs = {("annual", key): ("flash", key) for key in ("a", "b", "*")}

    both = linked(annual, flash, pairs, Rules())
    protected = protect(both)

    assert set(protected.withheld) == {("annual", "a"), ("annual", "*")}
    assert audit(both, protected.withheld).ok
    assert not audit(both, {("annual", "a")}).ok


def test_what_a_contributor_was_told_before_is_not_told_to_everybody():
    """One contributor reckons a cell from the flash whatever is shown now; beside these totals every reader could."""
    problem = worlds.vintages(3000265)
    shown = {("annual", ("*", "c0")), ("annual", ("*", "*"))}
    withheld = {cell.key for cell in problem.cells if cell.status == OPEN} - shown

    result = audit(problem, withheld)

    assert [(each.cells, each.kind) for each in result.exposed] == [((("annual", ("r0", "c0")),), OUTSIDER)]
    assert ("annual", ("r0", "c0")) in audit(problem, withheld | shown).public_before
    assert audit(problem, protect(problem).withheld).ok


def test_who_needs_less_than_everybody_expects_what_is_set_aside_for_everybody():
    problem = worlds.vintages(3000145)

    assert audit(problem, protect(problem).withheld).ok
