"""What is protected: cells with their values, how they add up, and who contributed what. Plain values, no Django.

    rules = Rules()
    problem = Problem(cells, relations, contributions)
    protected = protect(problem, rules)

A cell is anything a reader can put a number on: a figure of this release, of an earlier vintage, of another indicator.
Whatever adds up is said as a relation; what is joined by no relation is protected apart.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zoneportal.messages import N_, Refused

Key = Hashable

OPEN = "open"  # belongs to this publication: shown or withheld as protection needs it
PUBLISHED = "published"  # stands in public already, or must: cannot be withheld any more
HIDDEN = "hidden"  # never shown: withheld by an earlier vintage, or a rest that nobody prints but everybody can compute

PRIMARY = "primary"
SECONDARY = "secondary"

FEW_CONTRIBUTORS = "few_contributors"
DOMINATED = "dominated"
HIDES_ANOTHER = "hides_another"
REASONS: dict[str, str] = {
    FEW_CONTRIBUTORS: N_("too few contributors"),
    DOMINATED: N_("one contributor could be estimated too closely"),
    HIDES_ANOTHER: N_("withheld so that another cell cannot be computed"),
}

ADDS_UP_TO_SOMETHING_ELSE = N_(
    "The numbers contradict each other: %(total)s is not the sum of its parts. Reconcile them before protecting."
)
UNKNOWN_CELL = N_("A relation or a contribution names a cell that does not exist: %(cell)s.")
CELL_TWICE = N_("A cell is described twice: %(cell)s.")
NO_SAFE_TABLE = N_(
    "No safe way was found to publish these numbers beside what is public already. Publish a coarser table."
)
OUT_OF_TIME = N_("Protecting the numbers took longer than allowed, so nothing may be published. Try a coarser table.")
SOLVER_FAILED = N_("The solver found no solution, so nothing may be published. Try a coarser table.")
NOT_ALLOWED_RULES = N_("A rule needs at least two contributors and a percentage between 0 and 100.")


class BadProblem(Refused):
    """The description contradicts itself: nothing can be protected."""


class NoSafeTable(Refused):
    """Even withholding everything that is still open leaves a value exposed."""

    def __init__(self, message: str = NO_SAFE_TABLE, **params: object) -> None:
        super().__init__(message, **params)


class OutOfTime(Refused):
    def __init__(self, message: str = OUT_OF_TIME, **params: object) -> None:
        super().__init__(message, **params)


class SolverFailed(Refused):
    def __init__(self, message: str = SOLVER_FAILED, **params: object) -> None:
        super().__init__(message, **params)


@dataclass(frozen=True)
class Rules:
    """Fewer than `n` contributors, or an estimate closer than `p` per cent, is unsafe. Neither is ever published."""

    n: int = 3
    p: Decimal = Decimal(10)

    def __post_init__(self) -> None:
        if self.n < 2 or not 0 < self.p < 100:
            raise BadProblem(NOT_ALLOWED_RULES)

    @property
    def share(self) -> Decimal:
        return self.p / 100


@dataclass(frozen=True)
class Contribution:
    """What one enterprise adds to a cell. Blank holding: the contributor is its own owner.

    Counts of survey answers are contributions of 1. `waived`: it has agreed in writing to this value being public.
    """

    cell: Key
    contributor: str
    holding: str
    value: Decimal
    waived: bool = False

    @property
    def owner(self) -> str:
        """Who counts as one contributor: an enterprise that holds others is one with them."""
        return self.holding or self.contributor


@dataclass(frozen=True)
class Cell:
    key: Key
    value: Decimal
    status: str = OPEN
    may_be_negative: bool = False
    is_confidential: bool = True  # False: a fact anybody may read in the register, no rule applies to it


@dataclass(frozen=True)
class Relation:
    """`total` is the sum of `parts`, within `tolerance` where numbers were rounded or typed in.

    Relation(("north", "*"), (("north", "steel"), ("north", "food")))
    """

    total: Key
    parts: tuple[Key, ...]
    tolerance: Decimal = Decimal(0)
    is_expected: bool = False  # no sum: a reader expects a vintage to be close to the one before it
    is_vague: bool = False  # an expectation that was further off than an estimate may be: the first to be left aside


@dataclass(frozen=True)
class Problem:
    """Contributions are given for the cells that nothing else adds up to; a total has those of its parts."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    contributions: tuple[Contribution, ...] = ()

    def __post_init__(self) -> None:
        values: dict[Key, Decimal] = {}
        for cell in self.cells:
            if cell.key in values:
                raise BadProblem(CELL_TWICE, cell=cell.key)
            values[cell.key] = cell.value
        for key in self._named():
            if key not in values:
                raise BadProblem(UNKNOWN_CELL, cell=key)
        for relation in self.relations:
            together = sum((values[part] for part in relation.parts), Decimal(0))
            if abs(values[relation.total] - together) > relation.tolerance:
                raise BadProblem(ADDS_UP_TO_SOMETHING_ELSE, total=relation.total)

    def _named(self) -> Iterable[Key]:
        for relation in self.relations:
            yield relation.total
            yield from relation.parts
        for contribution in self.contributions:
            yield contribution.cell


@dataclass(frozen=True)
class Withheld:
    """Why a statistician finds a cell withheld; readers see one mark for both kinds."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Protected:
    """`values` has every open cell that may be shown; `withheld` every one that may not.

    protected.values[("north", "*")], protected.withheld.get(("north", "steel"))
    """

    values: Mapping[Key, Decimal]
    withheld: Mapping[Key, Withheld] = field(default_factory=dict)
    is_optimal: bool = True  # nothing smaller would do; False: the best found within the work allowed
