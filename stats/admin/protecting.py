"""The page of a release where disclosure control is run, and where its last result is read."""

from itertools import islice

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stats import actions
from stats.admin import release_page
from stats.admin.protecting_advice import advice_of, may_leave_out
from stats.disclosure.problem import NO_SAFE_TABLE, OUT_OF_TIME, SOLVER_FAILED
from stats.models import Protection, Release, ReleaseStatus
from stats.protecting import protect_release
from stats.queries.approval_sheet import approval_sheet
from stats.queries.protected_cells import in_words
from zoneportal.messages import N_, in_a_row
from zoneportal.rights import has_right

FAILED_AUDIT = N_("The audit could still compute a withheld value, so nothing was changed. Publish a coarser table.")
FAILURES: dict[str, str] = {  # the codes of stats.protecting
    "no_safe_table": NO_SAFE_TABLE,
    "out_of_time": OUT_OF_TIME,
    "solver_failed": SOLVER_FAILED,
    "audit": FAILED_AUDIT,
}


class ReleaseProtecting:
    """A part of the releases' admin; the frame of its pages is that of stats.admin.release_moves."""

    def may_protect(self, request: HttpRequest) -> bool:
        return has_right(request.user, Protection, "add") and release_page.may_see_whole(request.user)

    def protect_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        refusal = _("Disclosure control is not among your rights.")
        release = self._admitted(request, object_id, self.may_protect(request), refusal)
        if "leave_out" in request.POST:
            return self._left_out(request, release, request.POST["leave_out"])
        if request.method == "POST":
            return self._protected(request, release)
        sheet = approval_sheet(release)
        context = {
            "title": _("Disclosure control: %s") % release,
            "is_draft": release.status == ReleaseStatus.DRAFT,
            "sheet": sheet,
            "audit": release_page.audit_sentence(sheet),
            "told_before": in_words(sheet.told_before),
            "findings": findings_of(sheet.protection) if sheet.protection else [],
            "advice": advice_of(sheet.protection),
            "may_leave_out": may_leave_out(request, release),
            "figures_url": f"{reverse('admin:stats_figure_changelist')}?release__id__exact={release.pk}",
        }
        return self._page(request, release, "protect", context)

    def _left_out(self, request: HttpRequest, release: Release, table: str) -> HttpResponse:
        if not may_leave_out(request, release):
            raise PermissionDenied(_("Figures are left out of a draft only, and by who may change figures."))
        advised = advice_of(approval_sheet(release).protection)
        chosen = [key for each in advised if each.table == table for key in each.keys]
        if not chosen:
            messages.warning(request, _("Nothing was left out: the last disclosure control does not advise it."))
            return HttpResponseRedirect(request.path)
        figures = release.figures.filter(pk__in=chosen)
        count = actions.put_into_release(figures=figures, release=None, by=request.user)
        said = ngettext(
            "%(count)s figure is left out of this release. Run disclosure control again.",
            "%(count)s figures are left out of this release. Run disclosure control again.",
            count,
        )
        messages.success(request, said % {"count": count})
        self.log_change(request, release, said % {"count": count})
        return HttpResponseRedirect(request.path)

    def _protected(self, request: HttpRequest, release: Release) -> HttpResponse:
        back = HttpResponseRedirect(request.path)
        try:
            made = protect_release(release=release, by=request.user)
        except ValidationError as error:
            messages.error(request, in_a_row(error.messages))
            return back
        if not made.is_safe:
            messages.error(request, _(FAILURES[made.result["failure"]]))
            return back
        count = made.result["primary"] + made.result["secondary"]
        said = ngettext(
            "The audit passed. %(count)s figure is withheld.",
            "The audit passed. %(count)s figures are withheld.",
            count,
        )
        messages.success(request, said % {"count": count})
        self.log_change(request, release, _("Disclosure control passed"))
        return back


def findings_of(protection: Protection) -> list[str]:
    """What a statistician has to know of the last run. Three queries at most."""
    result = protection.result
    found = [_(FAILURES[result["failure"]])] if "failure" in result else []
    exposed = [each["cells"] for each in result.get("exposed", [])]
    words = iter(in_words([cell for cells in exposed for cell in cells]))
    found += [_("Could be computed: %(cells)s") % {"cells": " + ".join(islice(words, len(c)))} for c in exposed]
    if "no_advice" in result:
        found.append(_("Whether a coarser table would keep more could not be found out in time."))
    return found
