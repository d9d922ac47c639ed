"""Explaining differences and signing them: one on its page, or several of one cause together."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stats import reconciling
from stats.admin.difference_lines import may_see_numbers, note_of, numbers_of, reads_of, tolerance_of, whole_lines
from stats.admin.release_page import may_see_whole
from stats.models import Difference, Release, ReleaseStatus
from stats.queries.approval_sheet import approval_sheet
from stats.queries.compile_state import scope_names
from stats.queries.reconciling import Found, compared, is_about, key_of
from zoneportal.messages import in_a_row
from zoneportal.publishing.admin import RecordAdmin

MOST = 200  # that somebody can look through before signing
DECIDED = "decided"


class SignForm(forms.Form):
    explanation = forms.CharField(
        label=gettext_lazy("explanation"),
        max_length=reconciling.LONGEST["explanation"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where the difference comes from. It is kept with your name and the time."),
    )
    residual = forms.CharField(
        label=gettext_lazy("name of the residual"),
        max_length=reconciling.LONGEST["residual"],
        required=False,
        help_text=gettext_lazy("The line that takes the difference up, for example: not assigned to a park."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class DifferenceSigning(RecordAdmin):
    """The part of the differences' admin where somebody gives their name for them."""

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        row = self.visible_or_404(request, object_id)
        may_sign = self._may_sign(request, row)
        form = form_for([row], explanation=row.explanation, residual=row.residual)
        if request.method == "POST":
            if not may_sign:
                raise PermissionDenied(_("Signing differences is not among your rights, or the release is decided."))
            form = SignForm(request.POST)
            if "unsign" in request.POST:
                return self._unsigned(request, row)
            if form.is_valid():
                if self._signed(request, [row], form):
                    return HttpResponseRedirect(list_of(row.release))
                row = self.visible_or_404(request, object_id)
                form = form_for([row], **form.cleaned_data)
        context = self._history_context(request, row) | {
            "title": _("Explain a difference"),
            "facts": facts_of(row, with_numbers=reads(request.user, row)),
            "form": form if may_sign else None,
            "may_sign": may_sign,
            "is_signed": bool(row.explanation),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/stats/difference/sign.html", context)

    def has_sign_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and may_see_numbers(request.user)

    def _may_sign(self, request: HttpRequest, row: Difference) -> bool:
        return row.release.status != ReleaseStatus.RELEASED and self.has_sign_permission(request)

    def _unsigned(self, request: HttpRequest, row: Difference) -> HttpResponse:
        try:
            reconciling.unsign(difference=row, by=request.user)
        except ValidationError as error:  # the release was decided in the meantime
            messages.error(request, in_a_row(error.messages))
        else:
            self.log_change(request, row, _("Explanation taken back"))
            messages.warning(request, _("The explanation is taken back: the difference blocks its release again."))
        return HttpResponseRedirect(list_of(row.release))

    @admin.action(description=gettext_lazy("Explain and sign together"), permissions=["sign"])
    def sign_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """One explanation for all that were chosen and have none; nobody's signature is taken over."""
        rows = unsigned_in(queryset)
        if len(rows) > MOST:
            sentence = _("Choose at most %(limit)s differences at once: who signs them has looked at each.")
            self.message_user(request, sentence % {"limit": MOST}, messages.ERROR)
            return None
        form = form_for(rows)
        if DECIDED in request.POST:
            form = SignForm(request.POST)
            if form.is_valid():
                if self._signed(request, rows, form):
                    return None
                rows = unsigned_in(queryset)
                form = form_for(rows, **form.cleaned_data)
        context = self.admin_site.each_context(request) | {
            "title": _("Explain and sign together"),
            "opts": self.opts,
            "form": form if rows else None,
            "media": self.media + form.media,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "differences": whole_lines(rows),
            "are_recorded": True,
            "left": queryset.count() - len(rows),
        }
        return TemplateResponse(request, "admin/stats/difference/sign_selected.html", context)

    def _signed(self, request: HttpRequest, rows: list[Difference], form: SignForm) -> bool:
        """False where one of them moved, or a release was decided, in the meantime: then nothing is signed."""
        try:
            signed = reconciling.sign_all(differences=rows, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            messages.error(request, in_a_row(error.messages))
            return False
        for row in signed:
            self.log_change(request, row, _("Difference explained and signed"))
        sentence = ngettext(
            "%(count)s difference is explained and signed.",
            "%(count)s differences are explained and signed.",
            len(signed),
        )
        messages.success(request, sentence % {"count": len(signed)})
        return True


def form_for(rows: list[Difference], **texts: str) -> SignForm:
    """With what they look like now, which is signed and nothing else."""
    return SignForm(initial={**texts, "seen": reconciling.state_of(rows)})


def unsigned_in(chosen: QuerySet[Difference]) -> list[Difference]:
    """At most one more than may be signed at once."""
    rows = chosen.filter(explanation="").exclude(release__status=ReleaseStatus.RELEASED)
    return list(rows.select_related("indicator", "release").order_by(*Difference._meta.ordering)[: MOST + 1])


def reads(user, row: Difference) -> bool:
    """As on the page of the release."""
    if may_see_numbers(user):
        return True
    return may_see_whole(user) and reads_of(user, approval_sheet(row.release))(row)


def found_now(row: Difference) -> Found | None:
    """The comparison behind it, while its numbers are those of this moment and its release is not decided."""
    if row.release.status == ReleaseStatus.RELEASED:
        return None
    return next((each for each in compared(row.release) if each.key == key_of(row) and is_about(row, each)), None)


def list_of(release: Release) -> str:
    return f"{reverse('admin:stats_difference_changelist')}?release__id__exact={release.pk}"


def facts_of(row: Difference, *, with_numbers: bool) -> list[tuple[str, str]]:
    """What the page of a difference tells, as name and value."""
    scope, is_hidden = scope_names([row.scope_key])[row.scope_key], not with_numbers
    tolerance = (_("tolerance from rounding"), tolerance_of(row, is_hidden=is_hidden))
    found = found_now(row)
    numbers = [*numbers_of(row, scope, found, is_hidden=is_hidden), tolerance]
    signed_on = timezone.localdate(row.signed_at) if row.signed_at else ""
    return [
        (capfirst(_("release")), str(row.release)),
        (capfirst(_("indicator")), f"{row.indicator} {row.year}"),
        (capfirst(_("what is compared")), row.get_kind_display()),
        (capfirst(_("scope")), scope),
        *([(capfirst(_("other source")), row.against)] if row.against else []),
        *((capfirst(name), value) for name, value in numbers),
        *([(capfirst(_("note")), note_of(found))] if note_of(found) else []),
        *([(capfirst(_("signed by")), f"{row.signed_by} {signed_on}")] if row.signed_at else []),
    ]
