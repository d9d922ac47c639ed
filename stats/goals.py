"""Whether a development goal is on its way, by a method that the page prints: plain values in, plain values out.

The path from the baseline to a deadline grows by the same rate every year. There are two paths, to the first and to
the last year of the window; progress is judged against the slower one, rounded as it is printed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zoneportal.messages import N_
from zoneportal.numbers import required_growth, round_half_up

REACHED = "reached"
ON_TRACK = "on_track"
BEHIND = "behind"
NOT_MEASURABLE = "not_measurable"
CLOSED_NOT_REACHED = "closed_not_reached"
CLOSED_NO_FIGURE = "closed_no_figure"
STATES: dict[str, str] = {
    REACHED: N_("reached"),
    ON_TRACK: N_("on track"),
    BEHIND: N_("behind the required path"),
    NOT_MEASURABLE: N_("not measurable yet"),
    CLOSED_NOT_REACHED: N_("window closed, not reached"),
    CLOSED_NO_FIGURE: N_("window closed, no released figure decides it"),
}

AT_LEAST = ("over", "exceeding")  # qualifiers that give a lower bound; the others decide nothing


@dataclass(frozen=True)
class Target:
    baseline_year: int
    baseline_value: Decimal
    target_value: Decimal
    first_target_year: int
    last_target_year: int
    decimals: int = 4  # of the levels that are printed, and so judged by

    @property
    def years(self) -> range:
        return range(self.baseline_year, self.last_target_year + 1)

    @property
    def rises(self) -> bool:
        return self.target_value >= self.baseline_value

    def growth_to(self, deadline: int) -> Decimal | None:
        """Per cent a year: from 358.26 in 2017 to 1,000 it takes 40.8 until 2020 and 22.8 until 2022."""
        return required_growth(self.baseline_value, self.target_value, deadline - self.baseline_year)

    def required(self, year: int, deadline: int) -> Decimal:
        """The level in `year` on the even path to the target at `deadline`; the target itself from then on."""
        if year >= deadline:
            return self.target_value
        share = Decimal(year - self.baseline_year) / Decimal(deadline - self.baseline_year)
        return self.baseline_value * (self.target_value / self.baseline_value) ** share

    def printed(self, year: int, deadline: int) -> Decimal:
        """The required level as readers see it: what they compute from it gives the same verdict."""
        return round_half_up(self.required(year, deadline), self.decimals) if year < deadline else self.target_value


@dataclass(frozen=True)
class Level:
    """A released level, in the unit of the baseline."""

    value: Decimal
    qualifier: str = ""

    def meets(self, required: Decimal, *, rises: bool) -> bool | None:
        """None where the qualifier leaves it open: “over 900” may or may not be 950."""
        if not self.qualifier:
            return self.value >= required if rises else self.value <= required
        return True if rises and self.qualifier in AT_LEAST and self.value >= required else None


@dataclass(frozen=True)
class Progress:
    state: str
    year: int | None = None  # the year whose level decided the state
    levels: Mapping[int, Level] = field(default_factory=dict)


@dataclass(frozen=True)
class Arithmetic:
    """The one comparison that decided the state: what a reader computes again with the printed numbers."""

    year: int
    level: Level
    required: Decimal  # on the slower path, or the target itself
    is_target: bool
    years: int  # since the baseline
    of_years: int  # from the baseline to the last year of the window

    @property
    def difference(self) -> Decimal:
        return self.level.value - self.required


def arithmetic(target: Target, found: Progress) -> Arithmetic | None:
    """None where no released level decided the state."""
    if found.year is None:
        return None
    is_target = found.state in (REACHED, CLOSED_NOT_REACHED)
    last = target.last_target_year
    return Arithmetic(
        year=found.year,
        level=found.levels[found.year],
        required=target.target_value if is_target else target.printed(found.year, last),
        is_target=is_target,
        years=found.year - target.baseline_year,
        of_years=last - target.baseline_year,
    )


def progress(target: Target, levels: Mapping[int, Level], this_year: int, withheld: Collection[int] = ()) -> Progress:
    """The state of a goal in `this_year`, from released levels by year. The baseline's own year decides nothing.

    `withheld`: years whose newest figure is withheld. Where that is the newest year of all, nothing is said of the
    way: an older figure must not stand in for the one that is not shown.
    """
    after = {year: level for year, level in sorted(levels.items()) if year > target.baseline_year}
    inside = {year: level for year, level in after.items() if year <= target.last_target_year}
    for year, level in inside.items():
        if level.meets(target.target_value, rises=target.rises):
            return Progress(REACHED, year, after)
    last = target.last_target_year
    final = inside.get(last)
    if final and final.meets(target.target_value, rises=target.rises) is False:
        return Progress(CLOSED_NOT_REACHED, last, after)
    if this_year > last:
        return Progress(CLOSED_NO_FIGURE, None, after)
    hidden = [year for year in withheld if target.baseline_year < year <= last]
    for year in sorted(inside, reverse=True):
        if hidden and year < max(hidden):
            break
        verdict = inside[year].meets(target.printed(year, last), rises=target.rises)
        if verdict is not None:
            return Progress(ON_TRACK if verdict else BEHIND, year, after)
    return Progress(NOT_MEASURABLE, None, after)
