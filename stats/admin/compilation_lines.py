"""What the pages of compiling say of each figure: old and new side by side, each with its unit."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats.marks import CONFIDENTIAL, MARKS
from stats.models import IndicatorDefinition
from stats.queries.compile_plan import ADDED, CHANGED, LEFT_ALONE, REMOVED, REVISED, Change, Plan
from stats.queries.compile_state import scope_names
from zoneportal.numbers import UNITS, decimals_in, decimals_of, display

SHOWN = 500
DONE = {
    ADDED: gettext_lazy("new"),
    CHANGED: gettext_lazy("replaces the draft"),
    REVISED: gettext_lazy("revision beside the released figure"),
    REMOVED: gettext_lazy("taken away: nobody gives a value any more"),
}


def lines_of_changes(changes: list[Change], *, with_withheld: bool) -> list[dict]:
    """The first `SHOWN`. `with_withheld`: whether the reader may see the values that the public never does."""
    names = scope_names(change.scope for change in changes[:SHOWN])
    return [_line(change, names[change.scope], with_withheld) for change in changes[:SHOWN]]


def _line(change: Change, scope: str, with_withheld: bool) -> dict:
    figure = change.figure
    indicator = figure.indicator if figure else change.definition.indicator
    old = amount(change.old, figure.definition, indicator.decimals) if figure else ""
    new = amount(change.new, change.definition, indicator.decimals)
    if figure and hasattr(figure, "withheld") and not with_withheld:
        old = new = MARKS[CONFIDENTIAL].symbol
    return {
        "indicator": indicator.name,
        "scope": scope,
        "pk": figure.pk if figure else None,
        "old": old,
        "new": new,
        "done": DONE.get(change.kind) or _(LEFT_ALONE[change.kind]),
    }


def amount(value: Decimal | None, definition: IndicatorDefinition | None, decimals: int) -> str:
    """ "358.26 亿元" with every digit that is stored; empty where nothing stands."""
    if value is None or definition is None:
        return ""
    shown = max(decimals_in(UNITS[definition.unit], decimals), decimals_of(value))
    return f"{display(value, shown)} {definition.get_unit_display()}"


def counts_of(plan: Plan) -> list[tuple[str, int]]:
    return [(str(said), len(found)) for kind, said in DONE.items() if (found := plan.of(kind))]
