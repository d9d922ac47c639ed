"""The steps of a survey year after collecting: what returns, releases and examinations say of it."""

from dataclasses import replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats.models import (
    Compilation,
    EnterpriseReturn,
    Figure,
    Release,
    ReleaseStatus,
    ReturnFinding,
    ReturnStatus,
    SurveyYear,
)
from stats.queries.approval_sheet import approval_sheet
from stats.queries.reconciling import unexplained
from stats.year_path import BLOCKED, DONE, OPEN, TITLES, Step
from zoneportal.messages import in_a_row
from zoneportal.rights import has_right


def returns_url(survey: SurveyYear, user: Any, query: str) -> str:
    if not has_right(user, EnterpriseReturn, "view"):
        return ""
    return f"{reverse('admin:stats_enterprisereturn_changelist')}?year={survey.year}&{query}"


def check_step(survey: SurveyYear, user: Any) -> Step:
    """Two queries."""
    title = _(TITLES["check"])
    returns = EnterpriseReturn.objects.visible_to(user).filter(entry__survey=survey)
    came_in = returns.exclude(status=ReturnStatus.NOT_YET)
    counts = came_in.aggregate(all=Count("pk"), new=Count("pk", filter=Q(status=ReturnStatus.RECEIVED)))
    if not counts["all"]:
        return Step("check", title, BLOCKED, _("Waits for the first return."))
    if counts["new"]:
        said = ngettext("%(count)s return waits to be checked.", "%(count)s returns wait to be checked.", counts["new"])
        url = returns_url(survey, user, f"status__exact={ReturnStatus.RECEIVED}")
        return Step("check", title, OPEN, said % {"count": counts["new"]}, url, _("Check …") if url else "")
    findings = ReturnFinding.objects.visible_to(user).filter(enterprise_return__entry__survey=survey)
    waiting = findings.unexplained().count()
    if waiting:
        said = ngettext(
            "%(count)s finding waits for a correction or an explanation.",
            "%(count)s findings wait for a correction or an explanation.",
            waiting,
        )
        url = returns_url(survey, user, "findings=open")
        return Step("check", title, OPEN, said % {"count": waiting}, url, _("Findings") if url else "")
    return Step("check", title, DONE, _("Every return that came in is checked, every finding corrected or explained."))


def accept_step(survey: SurveyYear, user: Any) -> Step:
    """One query."""
    title = _(TITLES["accept"])
    counts = (
        EnterpriseReturn.objects.visible_to(user)
        .filter(entry__survey=survey)
        .aggregate(
            all=Count("pk"),
            checked=Count("pk", filter=Q(status=ReturnStatus.CHECKED)),
            accepted=Count("pk", filter=Q(status=ReturnStatus.ACCEPTED)),
        )
    )
    said = _("%(accepted)s of %(all)s returns are accepted.") % counts
    if counts["checked"]:
        ready = ngettext("%(count)s is checked and can be.", "%(count)s are checked and can be.", counts["checked"])
        said = in_a_row([said, ready % {"count": counts["checked"]}])
        url = returns_url(survey, user, f"status__exact={ReturnStatus.CHECKED}")
        return Step("accept", title, OPEN, said, url, _("Accept …") if url else "")
    if not counts["accepted"]:
        return Step("accept", title, BLOCKED, _("Waits for the first checked return."))
    return Step("accept", title, DONE if counts["accepted"] == counts["all"] else BLOCKED, said)


def release_steps(survey: SurveyYear, user: Any) -> list[Step]:
    """Reconcile, protect, release: of the newest release with compiled figures of the year. Some twenty queries.

    None of them is done while revisions that a later compilation made stand in no release.
    """
    keys = ("reconcile", "protect", "release")
    titles = {key: _(TITLES[key]) for key in keys}
    if not Compilation.objects.filter(survey=survey).exists():
        return [Step(key, titles[key], BLOCKED, _("Waits until the year is compiled.")) for key in keys]
    releases = Release.objects.visible_to(user).filter(figures__compiled__compilation__survey=survey).distinct()
    release = releases.order_by("-pk").first()
    if release is None:
        waits = _to_be_listed(survey, user, _("No compiled figure stands in a release."))
        return [waits, *(Step(key, titles[key], BLOCKED, waits.sentence) for key in keys[1:])]
    steps = [_reconcile(release, titles["reconcile"]), _protect(release, titles["protect"]), _decide(release, titles)]
    count = _left_out(survey, user)
    if not count:
        return steps
    said = ngettext(
        "%(count)s compiled figure that supersedes another stands in no release.",
        "%(count)s compiled figures that supersede others stand in no release.",
        count,
    )
    waits = _to_be_listed(survey, user, said % {"count": count})
    return [replace(waits, key=step.key, title=step.title) if step.state == DONE else step for step in steps]


def _left_out(survey: SurveyYear, user: Any) -> int:
    """Versions of listed figures, not what was left out for good to keep a table coarse. One query."""
    same = {name: OuterRef(name) for name in ("indicator", "year", "scope_key")}
    listed = Exists(Figure.objects.filter(**same, release__isnull=False))
    made = Figure.objects.visible_to(user).filter(compiled__compilation__survey=survey, release=None)
    return made.filter(listed).count()


def _to_be_listed(survey: SurveyYear, user: Any, why: str) -> Step:
    """The first of the three steps: what to do, and the door to it, which without a draft is a new release."""
    title = _(TITLES["reconcile"])
    if has_right(user, Release, "add") and not Release.objects.filter(status=ReleaseStatus.DRAFT).exists():
        said = in_a_row([why, _("Add a release first, then put the compiled figures into it.")])
        return Step("reconcile", title, OPEN, said, reverse("admin:stats_release_add"), _("Add a release"))
    said = in_a_row([why, _("Choose them in the list, then use the action “Put into a release”.")])
    figures = f"{reverse('admin:stats_figure_changelist')}?year={survey.year}&released=none"
    return Step("reconcile", title, OPEN, said, figures, _("Compiled figures"))


def _reconcile(release: Release, title: str) -> Step:
    url = reverse("admin:stats_difference_reconcile", args=[release.pk])
    waiting = 0 if release.status == ReleaseStatus.RELEASED else len(unexplained(release))
    if not waiting:
        return Step("reconcile", title, DONE, _("No difference is without its explanation."), url, _("Reconcile …"))
    said = ngettext(
        "%(count)s difference waits for its explanation.", "%(count)s differences wait for their explanation.", waiting
    )
    return Step("reconcile", title, OPEN, said % {"count": waiting}, url, _("Reconcile …"))


def _protect(release: Release, title: str) -> Step:
    url = reverse("admin:stats_release_protect", args=[release.pk])
    sheet = approval_sheet(release)
    if sheet.is_protected:
        return Step("protect", title, DONE, _("The audit found nobody who could be seen."), url, _("Protect …"))
    if sheet.protection is None:
        said = _("Disclosure control has not looked at the figures yet.")
    elif not sheet.protection.is_safe:
        said = _("The audit stopped these figures. Look at what it found.")
    else:
        said = _("The figures were changed after disclosure control: it has to look again.")
    return Step("protect", title, OPEN, said, url, _("Protect …"))


def _decide(release: Release, titles: dict[str, str]) -> Step:
    url, title = reverse("admin:stats_release_change", args=[release.pk]), titles["release"]
    if release.status == ReleaseStatus.RELEASED:
        is_public = release.released_at <= timezone.now()
        said = _("“%(release)s” is public.") if is_public else _("“%(release)s” is approved, under embargo.")
        said %= {"release": release}
        return Step("release", title, DONE, said, url, _("To the release"))
    if release.status == ReleaseStatus.IN_REVIEW:
        said = _("“%(release)s” is in review: somebody else approves it.") % {"release": release}
    else:
        said = _("“%(release)s” is in preparation.") % {"release": release}
    return Step("release", title, OPEN, said, url, _("To the release"))
