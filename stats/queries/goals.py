"""Development goals with their progress, measured by released figures of the zone only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from stats.goals import NOT_MEASURABLE, STATES, Arithmetic, Level, Progress, Target, arithmetic, progress
from stats.marks import CONFIDENTIAL
from stats.models import Goal, Indicator
from stats.queries.cells import Observation, definitions_of, released_cells
from stats.queries.indicators import newest_by_year
from stats.scope import ZONE
from stats.tables import Cell, Definition, unit_name
from zoneportal.bilingual import content_language
from zoneportal.messages import N_
from zoneportal.numbers import UNITS, convert, decimals_in
from zoneportal.publishing.preview import Reader

NOT_COMPARABLE = N_("its definition is not comparable with that of the baseline")
LEFT_OPEN = N_("its qualifier leaves it open")
NOT_NEEDED = N_("the state was decided before")


@dataclass(frozen=True)
class GoalYear:
    year: int
    fast: Decimal | None  # required on the path to the first year of the window, in the unit of the goal
    slow: Decimal | None  # required on the path to the last year
    cell: Cell | None
    is_measured: bool


@dataclass(frozen=True)
class GoalProgress:
    goal: Goal
    indicator: Indicator
    unit: str  # in words: the unit of baseline and target
    target: Target
    progress: Progress
    cells: dict[int, Cell]  # the newest released figure of every year
    levels: dict[int, Level]  # those of them that can measure the goal, in its unit
    hides_baseline: bool = False  # its figure is withheld: so is what follows from it

    @property
    def state(self) -> str:
        return self.progress.state

    @property
    def state_in_words(self) -> str:
        """To be translated."""
        return STATES[self.progress.state]

    @property
    def years(self) -> list[GoalYear]:
        """What each year requires and what was released for it, to the end of the window or of the figures."""
        last = max([self.target.last_target_year, *self.progress.levels])
        first_deadline, last_deadline = self.target.first_target_year, self.target.last_target_year
        return [
            GoalYear(
                year=year,
                fast=self._required(year, first_deadline),
                slow=self._required(year, last_deadline),
                cell=self.cells.get(year),
                is_measured=year in self.levels,
            )
            for year in range(self.target.baseline_year, last + 1)
        ]

    def _required(self, year: int, deadline: int) -> Decimal | None:
        return self.target.printed(year, deadline) if year <= deadline and not self.hides_baseline else None

    @property
    def arithmetic(self) -> Arithmetic | None:
        return arithmetic(self.target, self.progress)

    @property
    def deciding(self) -> Cell | None:
        return self.cells[self.progress.year] if self.progress.year else None

    @property
    def unused(self) -> list[tuple[Cell, str]]:
        """Figures after the baseline that decide nothing though they are newer, with the reason (to be translated)."""
        decided = self.progress.year or self.target.baseline_year
        newer = (self.cells[year] for year in sorted(self.cells) if year > decided)
        return [(cell, self._why_unused(cell)) for cell in newer if cell.year <= self.target.last_target_year]

    def _why_unused(self, cell: Cell) -> str:
        if cell.value is None:
            return cell.meaning
        if cell.year not in self.levels:
            return NOT_COMPARABLE
        return LEFT_OPEN if self.levels[cell.year].qualifier else NOT_NEEDED

    @property
    def has_gaps(self) -> bool:
        """A year without a released figure stands as a dash, which the table then explains."""
        return any(year.cell is None for year in self.years)

    @property
    def growths(self) -> list[tuple[int, int, Decimal]]:
        """(deadline, years until then, per cent a year) for both ends of the window."""
        deadlines = dict.fromkeys((self.target.first_target_year, self.target.last_target_year))
        return [
            (deadline, deadline - self.target.baseline_year, rate)
            for deadline in deadlines
            if (rate := self.target.growth_to(deadline)) is not None
        ]

    @property
    def newest(self) -> Cell | None:
        """The last released figure that can measure the goal."""
        return self.cells[max(self.progress.levels)] if self.progress.levels else None

    @property
    def sample_years(self) -> set[int]:
        return {year for year in self.progress.levels if self.cells[year].origin.is_sample}

    @property
    def is_sample(self) -> bool:
        return bool(self.sample_years)


def goal_progress(reader: Reader) -> list[GoalProgress]:
    """The goals that this reader sees. Six queries, one more in a preview."""
    goals = reader.read(Goal)
    indicators = Indicator.objects.in_bulk({goal.indicator_id for goal in goals})
    definitions = definitions_of(list(indicators))
    by_indicator: dict[int, list[Observation]] = {}
    for observation in released_cells(reader.at, Q(indicator__in=list(indicators), scope_key=ZONE)):
        by_indicator.setdefault(observation.indicator_id, []).append(observation)
    this_year = timezone.localdate(reader.at).year
    return [
        measured(
            goal,
            indicators[goal.indicator_id],
            definition_in(definitions.get(goal.indicator_id, {}).values(), goal.baseline_year),
            newest_by_year(by_indicator.get(goal.indicator_id, [])),
            this_year,
        )
        for goal in goals
    ]


def measured(
    goal: Goal, indicator: Indicator, base: Definition | None, cells: dict[int, Cell], this_year: int
) -> GoalProgress:
    target = Target(
        goal.baseline_year,
        goal.baseline_value,
        goal.target_value,
        goal.first_target_year,
        goal.last_target_year,
        decimals_in(UNITS[base.unit], indicator.decimals) if base else indicator.decimals,
    )
    withheld = [year for year, cell in cells.items() if cell.mark == CONFIDENTIAL]
    hides_baseline = goal.baseline_year in withheld
    levels = {year: level for year, cell in cells.items() if (level := level_of(cell, base))}
    return GoalProgress(
        goal=goal,
        indicator=indicator,
        unit=unit_name(base.unit, content_language()) if base else "",
        target=target,
        progress=Progress(NOT_MEASURABLE) if hides_baseline else progress(target, levels, this_year, withheld),
        cells=cells,
        levels={} if hides_baseline else levels,
        hides_baseline=hides_baseline,
    )


def definition_in(definitions: Iterable[Definition], year: int) -> Definition | None:
    """The definition in force in the year, or the first one where the year lies before all of them."""
    ordered = sorted(definitions, key=lambda definition: definition.valid_from_year)
    in_force = [definition for definition in ordered if definition.valid_from_year <= year]
    return next(iter(in_force[-1:] or ordered), None)


def level_of(cell: Cell, base: Definition | None) -> Level | None:
    """The figure in the unit of the baseline; None where it is no number or not comparable with the baseline."""
    if cell.value is None or base is None or cell.definition.series != base.series:
        return None
    from_unit, to_unit = UNITS[cell.unit], UNITS[base.unit]
    if from_unit.dimension != to_unit.dimension:
        return None
    return Level(convert(cell.value, from_unit, to_unit), cell.qualifier)
