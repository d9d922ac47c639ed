"""What the year is about and who works on it: indicators, form, calendar, people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from stats.admin import wording
from stats.admin.handover.sheet import LONG, MIDDLE, SHORT, Sheet, listed, moment, yes
from stats.admin.indicator_card import made_in_words
from stats.models import Indicator, IndicatorDefinition, Release, SurveyYear
from stats.queries.cards import Card, cards_of, moment_of
from zoneportal.accounts.models import User


def indicators(user: Any, at: datetime) -> Sheet:
    columns = [
        *((_("Indicator"), MIDDLE), (_("Code"), SHORT), (_("Definition, unit and source"), LONG)),
        *((_("How the newest value of the zone was made"), LONG), (_("Asked in the forms"), MIDDLE)),
        *((_("Planned releases with it"), MIDDLE), (_("Open questions"), MIDDLE)),
        *((_("Revisions"), LONG), (_("Goals measured by it"), MIDDLE)),
    ]
    cards = cards_of(list(Indicator.objects.order_by(*Indicator._meta.ordering)), user, at)
    return Sheet(_("Indicators"), columns, [_card(card) for card in cards])


def _card(card: Card) -> Sequence[str]:
    made = made_in_words(card.made) if card.made else []
    asked = [f"{line.survey.year} · {line.get_unit_display()} · {line.get_asked_of_display()}" for line in card.lines]
    planned = [
        f"{release.title} · {release.get_status_display()} · {moment(moment_of(release))}" for release in card.planned
    ]
    questions = [_("%(year)s: findings without explanation: %(count)s") % {"year": year, "count": count}
                 for year, count in sorted(card.findings.items())]  # fmt: skip
    questions += [
        f"{each.year} · {each.get_kind_display()} · {each.explanation or _('not explained yet')}"
        for each in card.differences
    ]
    revisions = [
        f"{each.year} · {wording.scope_of(each)} · {wording.value_of(each)} · {each.revision}: {each.reason}"
        for each in card.revisions
    ]
    return (
        card.indicator.name,
        card.indicator.code,
        "\n\n".join(_definition(each) for each in card.definitions) or _("no definition yet"),
        "\n".join(f"{name}: {text}" for name, text in made),
        "\n".join(asked),
        "\n".join(planned),
        "\n".join(questions),
        "\n".join(revisions),
        "\n".join(goal.title for goal in card.goals),
    )


def _definition(each: IndicatorDefinition) -> str:
    series = "" if each.is_comparable else _("not comparable with the previous definition")
    parts = (f"{each.valid_from_year}–", each.definition, each.get_unit_display(), each.source, series)
    return " · ".join(part for part in parts if part)


def form(survey: SurveyYear) -> Sheet:
    columns = [
        *((_("Order"), SHORT), (_("Indicator"), MIDDLE), (_("Unit asked"), SHORT), (_("Part of"), MIDDLE)),
        *((_("Asked of"), MIDDLE), (_("Only in this park"), MIDDLE), (_("Stands for"), MIDDLE)),
        *((_("May be negative"), SHORT), (_("How to fill in"), LONG)),
    ]
    lines = survey.lines.select_related("indicator", "park", "part_of__indicator").order_by("position", "pk")
    rows = [
        (
            str(line.position),
            line.indicator.name,
            line.get_unit_display(),
            line.part_of.indicator.name if line.part_of else "",
            line.get_asked_of_display(),
            line.park.name if line.park else "",
            line.get_role_display() if line.role else "",
            yes(line.may_be_negative),
            line.hint,
        )
        for line in lines
    ]
    return Sheet(_("Form"), columns, rows)


def calendar(at: datetime) -> Sheet:
    columns = [
        *((_("Release"), LONG), (_("Status"), SHORT), (_("Planned for"), MIDDLE)),
        *((_("In the public calendar"), SHORT), (_("Public from"), MIDDLE), (_("Basis"), LONG)),
    ]
    ahead = [each for each in Release.objects.order_by("-pk") if each.released_at is None or each.released_at > at]
    rows = [
        (
            each.title,
            each.get_status_display(),
            moment(each.planned_at),
            yes(each.is_announced),
            moment(each.released_at),
            each.basis or _("missing"),
        )
        for each in ahead
    ]
    return Sheet(_("Calendar"), columns, rows)


def people() -> Sheet:
    """Names, roles and parks: no address, no number."""
    users = User.objects.filter(is_staff=True).prefetch_related("groups", "park_assignments__park")
    rows = [
        (
            user.display_name or user.username,
            listed(_(group.name) for group in user.groups.all()),
            listed(each.park.name for each in user.park_assignments.all()),
            yes(user.is_active),
        )
        for user in users.order_by("-is_active", "display_name", "pk")
    ]
    return Sheet(
        _("Who does what"),
        [(_("Person"), MIDDLE), (_("Roles"), LONG), (_("Works for"), LONG), (_("May sign in"), SHORT)],
        rows,
    )
