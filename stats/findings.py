"""What the figures of a table say in one sentence: the title of its chart. Better a plain title than a bold one.

A qualifier (约, 余) allows no ranking and no share, a withheld figure no “largest”, another definition no growth, and
sample figures are called so. Who leads is said of what is shown: a part without a released figure may have more.
Every sentence is an English template; `say` gives it in the language of the reader.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from stats.charts import Finding, Say, by_year
from stats.goals import BEHIND, CLOSED_NO_FIGURE, CLOSED_NOT_REACHED, ON_TRACK, REACHED, Target
from stats.tables import Cell, Label, Table, newest_with_value, plain_number
from zoneportal.messages import N_
from zoneportal.numbers import UNITS, display, growth, round_half_up

LEVEL = N_("%(name)s was %(value)s in %(year)s")
LAST_LEVEL = N_("%(name)s was %(value)s in %(year)s, the last year with a number")
UP = N_("%(name)s was %(value)s in %(year)s, up %(percent)s %% on the year before")
DOWN = N_("%(name)s was %(value)s in %(year)s, down %(percent)s %% on the year before")
STEADY = N_("%(name)s was %(value)s in %(year)s, about the same as the year before")
SHARE = N_("%(name)s %(year)s: %(scope)s accounts for %(percent)s %% of the zone")
HIGHEST = N_("%(name)s %(year)s: %(scope)s is highest of the %(count)s shown, with %(value)s")
COMPARED = N_("%(name)s %(year)s, compared")
FASTEST = N_("%(name)s %(first)s to %(last)s: %(scope)s grew most of the %(count)s shown, by %(percent)s %%")
COURSE = N_("%(name)s, %(first)s to %(last)s")
GREW = N_("%(name)s grew in %(up)s of %(all)s years; %(change)s %% in %(year)s")
REVISED = N_("%(name)s of %(year)s was revised from %(first)s (%(first_vintage)s) to %(last)s (%(last_vintage)s)")
CONFIRMED = N_("%(name)s of %(year)s stayed at %(last)s from %(first_vintage)s to %(last_vintage)s")
RELEASED_AGAIN = N_("%(name)s: years that were released more than once")
SAMPLE = N_("Sample: %(finding)s")

MUST_GROW = N_("The target takes %(fast)s %% a year until %(first)s, or %(slow)s %% until %(last)s")
MUST_GROW_BY = N_("The target takes %(fast)s %% a year until %(first)s")
NO_RATE = N_("From the baseline to the target")
KEEPS_PATH = N_("%(value)s in %(year)s keeps to the path to %(last)s, which asks for %(required)s")
MISSES_PATH = N_("%(value)s in %(year)s misses the path to %(last)s, which asks for %(required)s")
TARGET_MET = N_("%(value)s in %(year)s: the target is reached")
TARGET_MISSED = N_("%(value)s in %(year)s: the target is not reached")
UNDECIDED = N_("The window closed in %(last)s, and no released figure decides it")

ROUNDED_UP = Decimal("1.01")  # times the zone: so much more its parts may come to, each rounded for itself


def with_unit(cell: Cell) -> str:
    """“358.26亿元”, “358.26 hundred million yuan”."""
    joint = "" if cell.definition.language.startswith("zh") else " "
    return f"{cell.text}{joint}{cell.unit_name}"


def sampled(text: str, cells: Sequence[Cell], say: Say, *, is_computed: bool = False) -> Finding:
    is_sample = any(cell.origin.is_sample for cell in cells)
    return Finding(say(SAMPLE) % {"finding": text} if is_sample else text, is_computed)


def trend(table: Table, column: str, name: str, changes: Mapping[int, Decimal], say: Say) -> Finding:
    """Of one line: its last number, and the change on the year before where one may be computed."""
    cells = by_year(table, column)
    newest = newest_with_value(cells)
    if newest is None or newest.value is None:
        return Finding(name)
    words = {"name": name, "value": with_unit(newest), "year": newest.year}
    change = changes.get(newest.year)
    if newest.year != max(cells):
        sentence = LAST_LEVEL
    elif change is None:
        sentence = LEVEL
    else:
        sentence = STEADY if change == 0 else UP if change > 0 else DOWN
        words["percent"] = display(abs(change), 1)
    return sampled(say(sentence) % words, [newest], say, is_computed="percent" in words or sentence == STEADY)


def plain(cell: Cell) -> bool:
    """A number that can be put in an order with others."""
    return cell.value is not None and not cell.qualifier and not cell.shown_mark


def of_one_kind(cells: Sequence[Cell]) -> bool:
    kinds = {(cell.unit, cell.definition.series, cell.origin.is_sample, cell.vintage) for cell in cells}
    return len(kinds) == 1


def share_of(part: Cell, whole: Cell | None) -> Decimal | None:
    """Per cent of the zone, or None where such a number would mislead."""
    if whole is None or not (plain(part) and plain(whole) and of_one_kind([part, whole]) and part.year == whole.year):
        return None
    amount, total = part.value or Decimal(0), whole.value or Decimal(0)
    if UNITS[part.unit].dimension == "share" or not 0 <= amount <= total or not total:
        return None
    return round_half_up(amount * 100 / total, 1)


def compared_year(table: Table) -> int | None:
    """The newest year in which two columns have a number."""
    years = [int(row.key) for row in table.rows]
    filled = (
        year
        for year in sorted(years, reverse=True)
        if sum(cell.value is not None for cell in cells_of(table, year).values()) > 1
    )
    return next(filled, None)


def cells_of(table: Table, year: int) -> dict[Label, Cell]:
    return {column: cell for column in table.columns if (cell := table.cell(str(year), column.key))}


def comparison(table: Table, year: int, name: str, whole: Cell | None, say: Say) -> Finding:
    """Of the columns in one year: who leads and with what share, where every column has a plain number.

    What adds up to more than the zone (averages, such as wages) is no share of it.
    """
    cells = cells_of(table, year)
    words = {"name": name, "year": year}
    everything = list(cells.values())
    if not all(map(plain, everything)) or not of_one_kind(everything) or len(cells) < len(table.columns):
        return sampled(say(COMPARED) % words, everything, say)
    first, second = sorted(cells, key=lambda column: -(cells[column].value or 0))[:2]
    if cells[first].value == cells[second].value:
        return sampled(say(COMPARED) % words, everything, say)
    words |= {"scope": first.text, "value": with_unit(cells[first]), "count": len(cells)}
    percent = share_of(cells[first], whole)
    together = sum(cell.value or 0 for cell in everything)
    if percent is None or whole is None or together > (whole.value or 0) * ROUNDED_UP:
        return sampled(say(HIGHEST) % words, everything, say)
    return sampled(say(SHARE) % (words | {"percent": plain_number(percent)}), everything, say, is_computed=True)


def course(table: Table, name: str, say: Say) -> Finding:
    """Of several lines: which grew most between the first and the last year, where all of them can be compared."""
    years = sorted(int(row.key) for row in table.rows)
    first, last = years[0], years[-1]
    words: dict[str, str | int] = {"name": name, "first": first, "last": last}
    grown: dict[Label, Decimal] = {}
    for column in table.columns:
        before, after = table.cell(str(first), column.key), table.cell(str(last), column.key)
        percent = long_growth(before, after)
        if percent is not None:
            grown[column] = percent
    cells = list(table.cells.values())
    best = max(grown, key=lambda column: grown[column], default=None)
    alone = best is not None and list(grown.values()).count(grown[best]) == 1
    if best is None or len(grown) < len(table.columns) or not alone or grown[best] <= 0:
        return sampled(say(COURSE) % words, cells, say)
    words |= {"scope": best.text, "percent": display(grown[best], 1), "count": len(grown)}
    return sampled(say(FASTEST) % words, cells, say, is_computed=True)


def long_growth(before: Cell | None, after: Cell | None) -> Decimal | None:
    """Per cent between two plain figures of one definition and vintage; none of a share."""
    if before is None or after is None or not (plain(before) and plain(after) and of_one_kind([before, after])):
        return None
    if UNITS[after.unit].dimension == "share":
        return None
    return growth(after.value or Decimal(0), before.value or Decimal(0))


def changes_in_short(changes: Mapping[int, Decimal], name: str, cells: Sequence[Cell], say: Say) -> Finding:
    year = max(changes)
    up = sum(change > 0 for change in changes.values())
    change = f"{'+' if changes[year] > 0 else ''}{display(changes[year], 1)}"
    words = {"name": name, "up": up, "all": len(changes), "year": year, "change": change}
    return sampled(say(GREW) % words, cells, say, is_computed=True)


def revision(versions: Sequence[Cell], name: str, say: Say) -> Finding:
    """Of the last year that was released again: from the first to the last version of it."""
    year = max(cell.year for cell in versions)
    ordered = sorted((cell for cell in versions if cell.year == year), key=lambda cell: cell.version)
    first, last = ordered[0], ordered[-1]
    if first.value is None or last.value is None or not of_one_measure(first, last):
        return sampled(say(RELEASED_AGAIN) % {"name": name}, versions, say)
    words = {
        "name": name,
        "year": year,
        "first": with_unit(first),
        "last": with_unit(last),
        "first_vintage": first.vintage_label,
        "last_vintage": last.vintage_label,
    }
    return sampled(say(CONFIRMED if first.text == last.text else REVISED) % words, ordered, say)


def of_one_measure(first: Cell, last: Cell) -> bool:
    return (first.unit, first.definition.series) == (last.unit, last.definition.series)


def goal(target: Target, state: str, deciding: Cell | None, unit: str, decimals: int, say: Say) -> Finding:
    """The state of a goal with the figure that decides it; `unit` in words, that of the target."""
    joint = "" if deciding and deciding.definition.language.startswith("zh") else " "
    words: dict[str, str | int] = {"first": target.first_target_year, "last": target.last_target_year}
    if deciding is not None:
        required = target.required(deciding.year, target.last_target_year)
        words |= {"value": with_unit(deciding), "year": deciding.year}
        words["required"] = f"{display(required, decimals)}{joint}{unit}"
        decided = {ON_TRACK: KEEPS_PATH, BEHIND: MISSES_PATH, REACHED: TARGET_MET, CLOSED_NOT_REACHED: TARGET_MISSED}
        if state in decided:
            return sampled(say(decided[state]) % words, [deciding], say)
    if state == CLOSED_NO_FIGURE:
        return Finding(say(UNDECIDED) % words)
    fast, slow = target.growth_to(target.first_target_year), target.growth_to(target.last_target_year)
    if fast is None or slow is None:
        return Finding(say(NO_RATE))
    words |= {"fast": plain_number(fast), "slow": plain_number(slow)}
    sentence = MUST_GROW_BY if target.first_target_year == target.last_target_year else MUST_GROW
    return Finding(say(sentence) % words)
