import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.compiling import (
    BREAKDOWNS,
    Entry,
    Line,
    Sum,
    compiled,
    digest_of_figures,
    digest_of_input,
    lines_in,
    rules,
    scopes_of,
)
from tests.oracles import sum_of_returns
from zoneportal.messages import Refused

REVENUE = Line("revenue", "thousand_yuan", "yi_yuan")
STAFF = Line("staff", "person", "person")
LAND = Line("land", "mu", "hectare")
LINES = [REVENUE, STAFF, LAND]


def entry(number="1", *, park="kj", industry="", size_class="", **values) -> Entry:
    given_values = {name: Decimal(str(value)) for name, value in values.items()}
    return Entry(number, park, industry, size_class, "", given_values)


def by_scope(sums: list[Sum], indicator: str = "revenue") -> dict[str, Decimal]:
    return {each.scope: each.value for each in sums if each.indicator == indicator}


class TestSums:
    def test_every_scope_of_the_contract_gets_its_sum(self):
        sums = compiled(
            LINES,
            [
                entry("1", industry="food", size_class="large", revenue=100_000),
                entry("2", park="zz", industry="food", revenue=200_000),
                entry("3", revenue=300_000),
            ],
        )
        assert by_scope(sums) == {
            "zone": Decimal(6),
            "park:kj": Decimal(4),
            "park:zz": Decimal(2),
            "industry:food": Decimal(3),
            "size:large": Decimal(1),
            "park:kj|industry:food": Decimal(1),
            "park:zz|industry:food": Decimal(2),
        }

    def test_who_has_no_main_industry_is_in_the_totals_only(self):
        assert scopes_of(entry()) == ["zone", "park:kj"]

    def test_blank_is_no_zero(self):
        sums = compiled(LINES, [entry("1", revenue=5), entry("2", park="zz", staff=3)])
        assert set(by_scope(sums)) == {"zone", "park:kj"}
        assert set(by_scope(sums, "staff")) == {"zone", "park:zz"}

    def test_zero_is_a_value(self):
        assert by_scope(compiled(LINES, [entry(staff=0)]), "staff") == {"zone": Decimal(0), "park:kj": Decimal(0)}

    def test_nothing_comes_of_nothing(self):
        assert compiled(LINES, []) == []

    def test_rounding_comes_once_and_after_the_sum(self):
        # 4 千元 are 0.00004 亿元: alone each would be 0.0000, ten are 0.0004.
        sums = compiled([REVENUE], [entry(str(number), revenue=4) for number in range(10)])
        assert by_scope(sums)["zone"] == Decimal("0.0004")

    @pytest.mark.parametrize(
        ("thousands", "yi"), [("5", "0.0001"), ("4.9999", "0.0000"), ("-5", "-0.0001"), ("15", "0.0002")]
    )
    def test_half_is_rounded_away_from_zero(self, thousands, yi):
        assert by_scope(compiled([REVENUE], [entry(revenue=thousands)]))["zone"] == Decimal(yi)

    def test_contributors_are_the_returns_with_a_value(self):
        sums = compiled(LINES, [entry("1", revenue=1), entry("2", revenue=0), entry("3", staff=1)])
        assert {each.indicator: each.contributors for each in sums if each.scope == "zone"} == {
            "revenue": 2,
            "staff": 1,
        }

    def test_the_last_digit_of_a_long_sum_is_kept(self):
        line = Line("profit", "yuan", "yuan")
        entries = [entry(str(number), profit="9999999.9999") for number in range(4000)]
        assert by_scope(compiled([line], entries), "profit")["zone"] == Decimal("39999999999.6000")


class TestRefused:
    def test_sum_that_no_figure_can_hold(self):
        line = Line("assets", "yuan", "yuan")
        entries = [entry(str(number), assets="99999999999") for number in range(2)]
        with pytest.raises(Refused) as refused:
            compiled([line], entries)
        assert refused.value.params == {"indicator": "assets", "unit": "元"}

    @pytest.mark.parametrize("staff", ["-1", "2.5"])
    def test_persons_that_are_no_count(self, staff):
        with pytest.raises(Refused) as refused:
            compiled([STAFF], [entry(staff=staff)])
        assert staff not in str(refused.value)  # the message gives no value away

    def test_unit_of_another_kind(self):
        with pytest.raises(Refused):
            compiled([Line("revenue", "person", "yi_yuan")], [entry(revenue=1)])


@pytest.mark.parametrize("seed", range(20))
def test_every_sum_is_what_the_slow_way_gives(seed):
    dice = random.Random(seed)
    entries = [
        Entry(
            str(number),
            dice.choice(["kj", "zz", "lds"]),
            dice.choice(["", "food", "medicine"]),
            dice.choice(["", "large", "micro"]),
            "",
            {
                line.indicator: Decimal(dice.randint(-(10**9), 10**9)) / 10_000
                if line is REVENUE
                else Decimal(dice.randint(0, 9999))
                for line in LINES
                if dice.random() < 0.7
            },
        )
        for number in range(dice.randint(1, 40))
    ]
    sums = compiled(LINES, entries)
    places = [("", "", "")] + [(each.park, each.industry, each.size_class) for each in entries]
    asked = {(line, *picked(place, way)) for line in LINES for place in places for way in BREAKDOWNS}
    expected = {}
    for line, park, industry, size in asked:
        found = sum_of_returns(entries, line, park=park, industry=industry, size_class=size)
        if found is not None and entries:
            expected[line.indicator, park, industry, size] = found
    assert {(each.indicator, *parts_of(each.scope)): (each.value, each.contributors) for each in sums} == expected


def picked(place: tuple[str, str, str], way: tuple[str, ...]) -> tuple[str, ...]:
    """("kj", "", "") of a place for the breakdown by park."""
    return tuple(
        code if name in way else "" for name, code in zip(("park", "industry", "size_class"), place, strict=True)
    )


def parts_of(scope: str) -> tuple[str, str, str]:
    named = dict(part.split(":") for part in scope.split("|")) if scope != "zone" else {}
    return named.get("park", ""), named.get("industry", ""), named.get("size", "")


amounts = st.decimals(min_value=-(10**7), max_value=10**7, places=4)
world = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), amounts), min_size=1, max_size=12)


class TestProperties:
    @given(world, st.randoms())
    def test_order_changes_neither_figures_nor_digests(self, rows, dice):
        entries = [entry(str(at), park=park, industry=tag, revenue=value) for at, (park, tag, value) in enumerate(rows)]
        shuffled = dice.sample(entries, len(entries))
        assert compiled([REVENUE], shuffled) == compiled([REVENUE], entries)
        assert digest_of_input(rules(LINES), shuffled) == digest_of_input(rules(LINES), entries)

    @given(world)
    def test_parks_make_the_zone(self, rows):
        line = Line("revenue", "yuan", "yuan")
        found = by_scope(
            compiled([line], [entry(str(at), park=each[0], revenue=each[2]) for at, each in enumerate(rows)])
        )
        zone = found.pop("zone")
        assert sum(found.values()) == zone

    @given(world)
    def test_what_one_gives_more_the_zone_has_more(self, rows):
        line = Line("revenue", "yuan", "yuan")
        entries = [entry(str(at), park=park, revenue=value) for at, (park, _tag, value) in enumerate(rows)]
        more = [*entries, entry("more", park="a", revenue=1)]
        assert by_scope(compiled([line], more))["zone"] == by_scope(compiled([line], entries))["zone"] + 1


class TestDigests:
    entries = [entry("1", revenue="1.50"), entry("2", revenue=2)]

    def test_rules_come_back_as_they_were_stored(self):
        assert lines_in(rules(LINES)) == sorted(LINES, key=lambda line: line.indicator)

    def test_zeros_behind_the_point_say_nothing(self):
        same = [entry("1", revenue="1.5"), entry("2", revenue="2.0000")]
        assert digest_of_input(rules(LINES), same) == digest_of_input(rules(LINES), self.entries)

    @pytest.mark.parametrize(
        "other",
        [
            [entry("1", revenue="1.5")],
            [entry("1", revenue="2"), entry("2", revenue="1.5")],
            [entry("1", revenue="1.5", park="zz"), entry("2", revenue=2)],
            [entry("1", revenue="1.5", industry="food"), entry("2", revenue=2)],
            [Entry("1", "kj", holding="7", values={"revenue": Decimal("1.5")}), entry("2", revenue=2)],
        ],
    )
    def test_other_input_has_another_digest(self, other):
        assert digest_of_input(rules(LINES), other) != digest_of_input(rules(LINES), self.entries)

    def test_other_rules_have_another_digest(self):
        others = [Line("revenue", "wan_yuan", "yi_yuan"), STAFF, LAND]
        assert digest_of_input(rules(others), self.entries) != digest_of_input(rules(LINES), self.entries)

    def test_digest_of_figures_knows_each_value(self):
        one, other = [Sum("revenue", "zone", Decimal(value), 2) for value in ("1", "2")]
        assert digest_of_figures([one]) != digest_of_figures([other])
        assert digest_of_figures([one]) == digest_of_figures([Sum("revenue", "zone", Decimal("1.0000"), 2)])
