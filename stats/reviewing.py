"""What stands in the way of a release, and who may not approve it."""

from collections.abc import Iterator, Sized
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats.models import Figure, Release, ReleaseStatus
from stats.models.release import LOCKED
from stats.queries.approval_sheet import ApprovalSheet
from stats.queries.computed import telling
from stats.queries.protection_input import grounds_of
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
    pk: int | None = None  # for a door that asks for one
    query: dict[str, int | str] = field(default_factory=dict)
    door: str = ""  # another one than the form of the record, or the list


def obstacles(sheet: ApprovalSheet, at: datetime, differences: Sized) -> list[Obstacle]:
    """All of them at once. `differences`: those not explained. At most ten queries besides the sheet."""
    found = [*_of_the_record(sheet.release, at), *_of_the_figures(sheet), *_of_disclosure_control(sheet)]
    return [*found, *_of_what_is_computed(sheet), *_of_the_differences(sheet.release, len(differences))]


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
        yield Obstacle(sentence % {"count": count}, RELEASE, sheet.release.pk, door="give_reason")


def _of_the_differences(release: Release, count: int) -> Iterator[Obstacle]:
    """Judged by the numbers of this moment, whether somebody reconciled before or not."""
    if count:
        sentence = ngettext(
            "%(count)s difference is not explained. Reconcile the release, then explain and sign it.",
            "%(count)s differences are not explained. Reconcile the release, then explain and sign them.",
            count,
        )
        yield Obstacle(sentence % {"count": count}, "stats_difference", release.pk, door="reconcile")


def _of_disclosure_control(sheet: ApprovalSheet) -> Iterator[Obstacle]:
    if sheet.needs_protection and not sheet.is_protected:
        sentence = _("Figures compiled from returns need disclosure control, and its audit passed over these figures.")
        yield Obstacle(sentence, RELEASE, sheet.release.pk)
    elif sheet.needs_protection and _knows_too_little(sheet):
        sentence = _("Other figures of these years were submitted or released since disclosure control. Run it again.")
        yield Obstacle(sentence, RELEASE, sheet.release.pk)
    elif sheet.needs_protection and _stands_on_other_grounds(sheet):
        sentence = _("Returns, holdings, waivers or the form were changed since disclosure control. Run it again.")
        yield Obstacle(sentence, RELEASE, sheet.release.pk)


def _of_what_is_computed(sheet: ApprovalSheet) -> Iterator[Obstacle]:
    """Whichever comes second stands in the way: the rate, or the value that is withheld under it. Three queries."""
    found = telling(sheet.release, sheet.figures)
    if found.own:
        sentence = ngettext(
            "%(count)s rate is computed from a withheld value and gives it away. "
            "Mark it as confidential or take it out of the release.",
            "%(count)s rates are computed from withheld values and give them away. "
            "Mark them as confidential or take them out of the release.",
            len(found.own),
        )
        yield Obstacle(sentence % {"count": len(found.own)}, FIGURES, query={"release__id__exact": sheet.release.pk})
    if found.public:
        sentence = ngettext(
            "%(count)s rate that is in review or public gives away what is withheld here: %(first)s. Send it back to "
            "draft; of a public one ask the enterprises for consent, or take out the whole breakdown.",
            "%(count)s rates that are in review or public give away what is withheld here, such as %(first)s. Send "
            "them back to draft; of public ones ask the enterprises for consent, or take out the whole breakdown.",
            len(found.public),
        )
        keys = ",".join(str(each.pk) for each in found.public)
        yield Obstacle(
            sentence % {"count": len(found.public), "first": found.public[0]}, FIGURES, query={"id__in": keys}
        )


def _knows_too_little(sheet: ApprovalSheet) -> bool:
    """Whether others were locked since the audit, which it did not look at. Asked of drafts: what comes after a
    release that is in review has to look at that one. One query."""
    if sheet.release.status != ReleaseStatus.DRAFT:
        return False
    years = {figure.year for figure in sheet.figures}
    others = Release.objects.locked().filter(figures__year__in=years).exclude(pk=sheet.release.pk)
    since = Release.history.filter(status__in=LOCKED, history_date__gt=sheet.protection.made_at)
    return since.filter(id__in=others.values("pk")).exists()


def _stands_on_other_grounds(sheet: ApprovalSheet) -> bool:
    """Five queries."""
    return sheet.protection.result.get("grounds") != grounds_of(sheet.release)


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
