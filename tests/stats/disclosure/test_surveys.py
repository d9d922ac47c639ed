from decimal import Decimal

from stats.compiling import Entry
from stats.disclosure.audit import audit
from stats.disclosure.problem import HIDDEN, OPEN, PUBLISHED, Rules
from stats.disclosure.protection import protect
from stats.disclosure.surveys import Asked, Compiled, survey_problem, useless_breakdowns

REVENUE = Asked("revenue", "thousand_yuan")
EXPORTS = Asked("exports", "wan_yuan", part_of="revenue")


def entry(number: int, park: str, industry: str = "", holding: str = "", **values: int) -> Entry:
    given = {indicator: Decimal(value) for indicator, value in values.items()}
    return Entry(f"E{number}", park, industry, "", holding, given)


def compiled(entries: list[Entry], *scopes: str, lines=(REVENUE,), **more) -> Compiled:
    statuses = {(line.indicator, scope): OPEN for line in lines for scope in scopes}
    return Compiled("annual", tuple(lines), tuple(entries), statuses, **more)


def cells_of(made: Compiled) -> dict:
    return {cell.key[1:]: cell for cell in survey_problem(made).cells}


def test_sums_are_exact_and_in_the_smallest_unit():
    cells = cells_of(compiled([entry(1, "kj", revenue=5), entry(2, "zz", revenue=7)], "zone", "park:kj"))

    assert cells["revenue", "zone"].value == 12_000
    assert cells["revenue", "park:kj"].value == 5_000


def test_a_figure_that_is_not_published_is_hidden_and_one_that_is_stays():
    made = compiled([entry(1, "kj", revenue=5), entry(2, "zz", revenue=7)], "zone", "park:kj")
    made.statuses["revenue", "zone"] = PUBLISHED
    cells = cells_of(made)

    assert [cells["revenue", scope].status for scope in ("zone", "park:kj", "park:zz")] == [PUBLISHED, OPEN, HIDDEN]


def test_a_breakdown_that_is_not_shown_is_not_looked_at():
    cells = cells_of(compiled([entry(1, "kj", "food", revenue=5)], "zone", "park:kj"))

    assert cells.keys() == {("revenue", "zone"), ("revenue", "park:kj")}


def test_enterprises_without_an_industry_are_a_rest_that_readers_can_compute():
    entries = [entry(number, "kj", "food", revenue=50 + number) for number in range(4)] + [entry(9, "kj", revenue=30)]
    made = compiled(entries, "zone", "industry:food")
    problem = survey_problem(made)

    assert cells_of(made)["revenue", "industry:-"].status == HIDDEN
    assert protect(problem).withheld
    assert not audit(problem, set()).ok


def test_a_part_in_another_unit_leaves_its_rest():
    cells = cells_of(compiled([entry(1, "kj", revenue=50, exports=2)], "zone", lines=(REVENUE, EXPORTS)))

    assert cells[("rest", "revenue", "exports"), "zone"].value == 30_000


def test_a_holding_is_no_enterprise_of_the_same_number():
    entries = [entry(1, "kj", revenue=50), entry(2, "kj", holding="E1", revenue=60), entry(3, "kj", revenue=70)]

    assert protect(survey_problem(compiled(entries, "zone"))).withheld == {}


def test_a_waiver_holds_for_the_indicators_it_names():
    entries = [entry(1, "kj", revenue=50, exports=1)]
    lines = (REVENUE, Asked("exports", "wan_yuan"))
    made = compiled(entries, "zone", lines=lines, waived={"E1": frozenset({"revenue"})})

    assert set(protect(survey_problem(made)).withheld) == {("annual", "exports", "zone")}


def test_the_coarser_table_is_proposed_by_compilation_and_indicator():
    entries = [entry(number, ("kj", "zz")[number % 2], "abcdefgh"[number], revenue=50) for number in range(8)]
    scopes = {f"park:{each.park}|industry:{each.industry}" for each in entries}
    parks = {f"park:{each.park}" for each in entries}
    problem = survey_problem(compiled(entries, "zone", *parks, *scopes))

    assert useless_breakdowns(problem, protect(problem).withheld, Rules()) == {("annual", "revenue"): "by_rows"}
