"""The same answers by the slowest, most obvious way: loops over every row, no query that chooses, no formula."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from enterprises.models import Enterprise
from stats.models import Figure


def is_released(figure: Figure, at: datetime) -> bool:
    release = figure.release
    return release is not None and release.status == "released" and release.released_at <= at


def newest_released(at: datetime) -> dict[tuple[str, int, str], Figure]:
    """By indicator code, year and scope: of everything released, the highest vintage and revision."""
    found: dict[tuple[str, int, str], Figure] = {}
    for figure in Figure.objects.all():
        if not is_released(figure, at):
            continue
        key = (figure.indicator.code, figure.year, figure.scope_key)
        before = found.get(key)
        if before is None or (figure.vintage, figure.revision) > (before.vintage, before.revision):
            found[key] = figure
    return found


def grown(baseline: Decimal, percent: Decimal, years: int) -> Decimal:
    """The level after so many years of the same growth, year by year."""
    level = baseline
    for _year in range(years):
        level += level * percent / 100
    return level


def rate_between(baseline: Decimal, target: Decimal, years: int) -> Decimal:
    """The yearly per cent, to one decimal, found by trying all of them."""
    tried = [Decimal(tenths) / 10 for tenths in range(-990, 10_000)]
    return min(tried, key=lambda percent: abs(grown(baseline, percent, years) - target))


def status_on(enterprise: Enterprise, day: date) -> str | None:
    events = [event for event in enterprise.status_events.all() if event.effective_on <= day]
    return max(events, key=lambda event: event.effective_on).status if events else None


def park_on(enterprise: Enterprise, day: date) -> int | None:
    for stay in enterprise.registrations.all():
        has_begun = stay.start_on is None or stay.start_on <= day
        has_ended = stay.end_on is not None and stay.end_on <= day
        if has_begun and not has_ended:
            return stay.park_id
    return None


def confirmed_numbers(at: datetime, keeps=lambda enterprise: True) -> list[str]:
    """The zone numbers of the confirmed enterprises that `keeps` keeps, in order."""
    return [
        enterprise.number
        for enterprise in sorted(Enterprise.objects.all(), key=lambda each: each.number)
        if enterprise.confirmed_at is not None and enterprise.confirmed_at <= at and keeps(enterprise)
    ]


def sum_of_returns(entries, line, *, park: str = "", industry: str = "", size_class: str = ""):
    """(figure, returns with a value) of one scope, in whole and broken numbers: fractions, no units module.

    None where nobody gave a value.
    """
    factors = {"yuan": 1, "thousand_yuan": 1000, "wan_yuan": 10_000, "yi_yuan": 10**8, "mu": 1, "hectare": 15}
    total, returns = Fraction(0), 0
    for entry in entries:
        is_here = (
            (not park or entry.park == park)
            and (not industry or entry.industry == industry)
            and (not size_class or entry.size_class == size_class)
        )
        if is_here and line.indicator in entry.values:
            total += Fraction(entry.values[line.indicator])
            returns += 1
    if not returns:
        return None
    total = total * factors.get(line.unit, 1) / factors.get(line.published_unit, 1)
    last_places = abs(total) * 10_000
    rounded = int(last_places) + (1 if last_places - int(last_places) >= Fraction(1, 2) else 0)
    return Decimal(rounded if total >= 0 else -rounded) / 10_000, returns
