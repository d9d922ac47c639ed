"""The ways of a release through the office: submit, approve, send back, call off; and its printable sheet."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats import actions, releasing
from stats.admin import release_page
from stats.admin.difference_lines import are_recorded, difference_lines
from stats.admin.protecting import ReleaseProtecting
from stats.forms import ApprovalForm, ReasonForm, SendBackForm
from stats.models import Difference, Figure, Release, ReleaseStatus, WithheldValue
from stats.queries.approval_sheet import ApprovalSheet, approval_sheet
from stats.queries.protected_cells import in_words
from stats.queries.reconciling import unexplained
from stats.reviewing import last_editors, obstacles
from zoneportal.messages import in_a_row
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.rights import has_right

UNPROTECTED = gettext_lazy(
    "Figures of this release were compiled from returns and have not passed disclosure control. "
    "Only who may see returns sees them before."
)


class ReleaseMoves(ReleaseProtecting, RecordAdmin):
    """Every page of a move shows what is moved, and every move says on its page why it is refused."""

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        return {
            "submit": self.submit_view,
            "release": self.release_view,
            "send-back": self.send_back_view,
            "call-off": self.call_off_view,
            "give-reason": self.give_reason_view,
            "sheet": self.sheet_view,
            "protect": self.protect_view,
        }

    def may_release(self, request: HttpRequest) -> bool:
        """Nobody approves what they cannot see whole."""
        return has_right(request.user, Release, "release") and release_page.may_see_whole(request.user)

    def may_write(self, request: HttpRequest) -> bool:
        return has_right(request.user, Release, "change") and release_page.may_see_whole(request.user)

    def doors(self, request: HttpRequest, release: Release) -> dict[str, str]:
        """The moves that this user can make now, with their addresses."""
        is_draft, is_reviewed = release.status == ReleaseStatus.DRAFT, release.status == ReleaseStatus.IN_REVIEW
        is_planned = release.status == ReleaseStatus.RELEASED and release.released_at > timezone.now()
        open_doors = {
            "submit": is_draft and self.may_write(request),
            "give_reason": is_draft and has_right(request.user, Figure, "change"),
            "release": is_reviewed and self.may_release(request),
            "send_back": is_reviewed and (self.may_release(request) or self.may_write(request)),
            "call_off": is_planned and self.may_release(request),
            "sheet": release_page.may_see_whole(request.user),
            "protect": self.may_protect(request),
        }
        return {f"{door}_url": self._url(door, release) for door, is_open in open_doors.items() if is_open}

    def difference_doors(self, request: HttpRequest, release: Release) -> dict[str, str]:
        """Where differences are put on record, and where they are explained; as stats.admin.difference lets in."""
        may_see = has_right(request.user, Difference, "view") and has_right(request.user, WithheldValue, "view")
        if release.status == ReleaseStatus.RELEASED or not may_see:
            return {}
        listed = f"{reverse('admin:stats_difference_changelist')}?release__id__exact={release.pk}"
        doors = {"differences_url": listed}
        if has_right(request.user, Difference, "change"):
            doors["reconcile_url"] = reverse("admin:stats_difference_reconcile", args=[release.pk])
        return doors

    def submit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self._admitted(
            request, object_id, self.may_write(request), _("Only who writes releases submits them.")
        )
        if request.method == "POST":
            done = _("The release is in review. It is locked until it is approved or sent back.")
            return self._tried(request, release, releasing.submit_release, done)
        sheet = approval_sheet(release)
        context = {"title": _("Submit for review: %s") % release} | self._review(request, sheet)
        return self._page(request, release, "submit", context)

    def release_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        refusal = _("Approving releases is not among your rights.")
        release = self._admitted(request, object_id, self.may_release(request), refusal)
        sheet = approval_sheet(release)
        form = ApprovalForm(request.POST or None, initial={"seen": sheet.sha256})
        if request.method == "POST" and form.is_valid():
            try:
                releasing.release_figures(release=release, by=request.user, seen=form.cleaned_data["seen"])
            except ValidationError as error:
                form = ApprovalForm(initial={"seen": sheet.sha256})
                messages.error(request, in_a_row(error.messages))
            else:
                return self._approved(request, release)
        context = {
            "title": _("Approve: %s") % release,
            "form": form,
            "is_reviewed": release.status == ReleaseStatus.IN_REVIEW,
            "wrote_last": request.user in last_editors(release),
        } | self._review(request, sheet)
        return self._page(request, release, "release", context)

    def _approved(self, request: HttpRequest, release: Release) -> HttpResponse:
        at = Release.objects.values_list("released_at", flat=True).get(pk=release.pk)
        self.log_change(request, release, _("Approved"))
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
        is_ahead = at > timezone.now()
        done = _("Approved. The figures become public at %s.") % when if is_ahead else _("The figures are public now.")
        messages.success(request, done)
        return HttpResponseRedirect(self._url("change", release))

    def send_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        may = self.may_release(request) or self.may_write(request)
        release = self._admitted(request, object_id, may, _("Only who writes or approves releases sends them back."))

        def send_back(reason: str) -> str:
            releasing.return_to_draft(release=release, by=request.user, reason=reason)
            return _("The release is a draft again and can be changed.")

        return self._with_reason(request, release, SendBackForm, send_back, "send_back", _("Send back: %s"))

    def give_reason_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        may = has_right(request.user, Figure, "change")
        release = self._admitted(request, object_id, may, _("Only who writes figures gives their reasons."))

        def give(reason: str) -> str:
            count = actions.give_reason(release=release, by=request.user, reason=reason)
            return _("The reason stands now with %(count)s figures.") % {"count": count}

        return self._with_reason(request, release, ReasonForm, give, "give_reason", _("Give a reason: %s"))

    def call_off_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        refusal = _("Approving releases is not among your rights.")
        release = self._admitted(request, object_id, self.may_release(request), refusal)
        if request.method == "POST":
            done = _("The release is called off. Its figures stay internal.")
            return self._tried(request, release, releasing.cancel_planned_release, done)
        return self._page(request, release, "call_off", {"title": _("Call off: %s") % release})

    def sheet_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        may = release_page.may_see_whole(request.user)
        release = self._admitted(request, object_id, may, _("The sheet is for the zone office."))
        context = {"title": _("Release sheet: %s") % release, "language": request.LANGUAGE_CODE}
        shown = self._review(request, approval_sheet(release), is_paper=True)
        return self._page(request, release, "sheet", context | shown)

    def _review(self, request: HttpRequest, sheet: ApprovalSheet, *, is_paper: bool = False) -> dict:
        """What is approved, as every page of it shows it; paper is the same whoever prints it.

        Errors: PermissionDenied.
        """
        if not release_page.may_see_figures(request.user, sheet):
            raise PermissionDenied(UNPROTECTED)
        now = timezone.now()
        is_open = sheet.release.status != ReleaseStatus.RELEASED
        live = unexplained(sheet.release) if is_open else []
        found = obstacles(sheet, now, live) if is_open else []
        differences = difference_lines(sheet, live, None if is_paper else request.user)
        return {
            "sheet": sheet,
            "lines": release_page.figure_lines(sheet.figures, now),
            "differences": differences,
            "are_recorded": are_recorded(differences),
            "audit": release_page.audit_sentence(sheet),
            "told_before": in_words(sheet.told_before),
            "obstacles": release_page.obstacle_links(found, request, self.admin_site),
            **self.difference_doors(request, sheet.release),
        }

    def _admitted(self, request: HttpRequest, object_id: str, may: bool, refusal: str) -> Release:
        release = self.visible_or_404(request, object_id)
        if not may:
            raise PermissionDenied(refusal)
        return release

    def _tried(self, request: HttpRequest, release: Release, act: Callable[..., Release], done: str) -> HttpResponse:
        try:
            act(release=release, by=request.user)
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        else:
            self.log_change(request, release, done)
            messages.success(request, done)
        return HttpResponseRedirect(self._url("change", release))

    def _with_reason(self, request, release: Release, kind, act: Callable[[str], str], page: str, title: str):
        form = kind(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                done = act(form.cleaned_data["reason"])
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
            else:
                self.log_change(request, release, done)
                messages.success(request, done)
                return HttpResponseRedirect(self._url("change", release))
        return self._page(request, release, page, {"title": title % release, "form": form})

    def _page(self, request: HttpRequest, release: Release, page: str, context: dict) -> HttpResponse:
        frame = self._history_context(request, release) | {"release": release, "media": self.media}
        return TemplateResponse(request, f"admin/stats/release/{page}.html", frame | context)
