"""What stands in the way of a release, and who may not approve it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats.models import Figure, Release
from stats.queries.approval_sheet import ApprovalSheet
from stats.queries.superseding import without_reason
from zoneportal.accounts.models import User

CONTENT = (
    *("slug", "title_zh", "title_en", "basis_zh", "basis_en", "notes_zh", "notes_en"),
    *("planned_at", "is_announced"),
)
FIGURES, RELEASE, DEFINITION = "stats_figure", "stats_release", "stats_indicator"


@dataclass(frozen=True)
class Obstacle:
    """A sentence that says what to do, and the page of the office where it is done."""

    sentence: str
    screen: str  # of an admin, such as stats_release
    pk: int | None = None  # of the record; None for the list
    query: dict[str, int | str] = field(default_factory=dict)


def obstacles(sheet: ApprovalSheet, at: datetime) -> list[Obstacle]:
    """All of them at once. At most two queries besides the sheet."""
    found = [*_of_the_record(sheet.release, at), *_of_the_figures(sheet), *_of_the_examinations(sheet)]
    return list(found)


def _of_the_record(release: Release, at: datetime) -> Iterator[Obstacle]:
    if not release.basis_zh.strip():
        sentence = _("Name the document or decision by which these figures may be published.")
        yield Obstacle(sentence, RELEASE, release.pk)
    if release.planned_at is not None and release.planned_at <= at:
        yield Obstacle(
            _("The planned moment has passed. Choose a later one, or none to release at once."), RELEASE, release.pk
        )


def _of_the_figures(sheet: ApprovalSheet) -> Iterator[Obstacle]:
    if not sheet.figures:
        yield Obstacle(_("This release has no figures. Put figures into it first."), FIGURES)
    incomplete = {
        figure.indicator_id: figure.indicator
        for figure in sheet.figures
        if not (figure.definition.definition_zh.strip() and figure.definition.source_zh.strip())
    }
    for indicator in incomplete.values():
        sentence = _("The indicator “%(indicator)s” has no definition or no source. Add them before the release.")
        yield Obstacle(sentence % {"indicator": indicator.name}, DEFINITION, indicator.pk)
    if count := len(without_reason(sheet.figures, sheet.release)):
        sentence = ngettext(
            "%(count)s figure supersedes a released one without a reason. Give the reason: it is published.",
            "%(count)s figures supersede released ones without a reason. Give the reason: it is published.",
            count,
        )
        yield Obstacle(sentence % {"count": count}, FIGURES, query={"release__id__exact": sheet.release.pk})


def _of_the_examinations(sheet: ApprovalSheet) -> Iterator[Obstacle]:
    if count := sum(not each.difference.explanation for each in sheet.differences):
        sentence = ngettext(
            "%(count)s difference is not explained. Explain and sign it.",
            "%(count)s differences are not explained. Explain and sign them.",
            count,
        )
        yield Obstacle(sentence % {"count": count}, "stats_difference", query={"release__id__exact": sheet.release.pk})
    if sheet.needs_protection and not sheet.is_protected:
        sentence = _("Figures compiled from returns need disclosure control, and its audit passed over these figures.")
        yield Obstacle(sentence, RELEASE, sheet.release.pk)


def last_editors(release: Release) -> list[User]:
    """Who wrote last: the release itself, who submitted it, and every single figure, imports included. Four queries.

    What the program wrote has no author.
    """
    newest = Figure.history.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id").values("history_user")
    authors = set(release.figures.annotate(author=Subquery(newest[:1])).values_list("author", flat=True))
    authors |= {_author_of_the_content(release), release.submitted_by_id}
    return list(User.objects.filter(pk__in=authors - {None}).order_by("username", "pk"))


def _author_of_the_content(release: Release) -> int | None:
    """Not who submitted it, sent it back or approved it."""
    versions = list(release.history.order_by("-history_date", "-history_id").values("history_user", *CONTENT))
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        if before is None or any(version[name] != before[name] for name in CONTENT):
            return version["history_user"]
    return None
