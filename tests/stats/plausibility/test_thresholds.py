from decimal import Decimal

from stats.plausibility.thresholds import RULES, Thresholds
from zoneportal.content.checks import THRESHOLDS


def test_a_fresh_installation_has_a_number_for_every_rule_and_each_makes_sense():
    numbers = {row["rule"]: Decimal(row["number"]) for row in THRESHOLDS}
    assert set(numbers) == set(RULES)
    assert Thresholds.of(numbers).large["money"] == 500
