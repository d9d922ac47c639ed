from hashlib import sha256

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats import releasing
from stats.admin.figure import lines_of
from stats.forms import ReleaseMomentForm
from stats.models import Figure, Release
from stats.models.release import ReleaseStatus
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.rights import has_right

SHOWN = 500


@admin.register(Release)
class ReleaseAdmin(RecordAdmin):
    """A decided release is read only, and no history brings a former state back."""

    allow_revert = False
    list_display = ["title_column", "state_column", "released_at", "basis_column", "slug"]
    list_filter = ["status", "is_sample"]
    search_fields = ["title_zh", "title_en", "slug"]
    fixed_after_adding = ("slug",)
    readonly_fields = ["status", "released_at", "released_by"]
    fieldsets = [
        (None, {"fields": ["slug", ("title_zh", "title_en"), ("basis_zh", "basis_en"), ("notes_zh", "notes_en")]}),
        (gettext_lazy("Publication"), {"fields": [("status", "released_at", "released_by")]}),
    ]

    def is_public(self, obj: Release) -> bool:
        return obj.status == ReleaseStatus.RELEASED and obj.released_at <= timezone.now()

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_decided(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not is_decided(obj)

    def may_release(self, request: HttpRequest) -> bool:
        return has_right(request.user, Release, "release")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/release/", wrap(self.release_view), name="stats_release_release"),
            path("<path:object_id>/call-off/", wrap(self.call_off_view), name="stats_release_call_off"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            figures = obj.figures.visible_to(request.user)
            context["lines"] = lines_of(figures[:SHOWN])
            context["figures_url"] = f"{reverse('admin:stats_figure_changelist')}?release__id__exact={obj.pk}"
            context["figure_count"] = figures.count()
            if self.may_release(request) and not is_decided(obj):
                context["release_url"] = self._url("release", obj)
            if self.may_release(request) and is_planned(obj):
                context["call_off_url"] = self._url("call_off", obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def release_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self._releasable_or_refused(request, object_id)
        form = ReleaseMomentForm(request.POST or None, initial={"seen": fingerprint(release)})
        if request.method == "POST" and form.is_valid():
            try:
                return self._release(request, release, form)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
        context = self._history_context(request, release) | {
            "title": _("Release: %s") % release,
            "release": release,
            "lines": lines_of(release.figures.all()),
            "form": form,
            "may_change": self.has_change_permission(request, release),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/stats/release/release.html", context)

    @transaction.atomic
    def _release(self, request: HttpRequest, release: Release, form: ReleaseMomentForm) -> HttpResponse:
        release = Release.objects.select_for_update().get(pk=release.pk)  # what was seen stays until it is released
        if form.cleaned_data["seen"] != fingerprint(release):
            form.data = form.data.copy()
            form.data["seen"] = fingerprint(release)
            raise ValidationError(_("The figures were changed in the meantime. Look at the list again, then confirm."))
        at = form.cleaned_data["at"]
        releasing.release_figures(release=release, by=request.user, at=at)
        self.log_change(request, release, _("Released"))
        when = f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
        done = _("The figures become public at %s.") % when if at else _("The figures are public now.")
        messages.success(request, done)
        return HttpResponseRedirect(self._url("change", release))

    def call_off_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        release = self._releasable_or_refused(request, object_id)
        if request.method == "POST":
            try:
                releasing.cancel_planned_release(release=release, by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                self.log_change(request, release, _("Release called off"))
                messages.success(request, _("The release is called off. Its figures stay internal."))
            return HttpResponseRedirect(self._url("change", release))
        context = self._history_context(request, release) | {
            "title": _("Call off: %s") % release,
            "release": release,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/stats/release/call_off.html", context)

    def _releasable_or_refused(self, request: HttpRequest, object_id: str) -> Release:
        release = self.visible_or_404(request, object_id)
        if not self.may_release(request):
            raise PermissionDenied(_("Releasing figures is not among your rights."))
        return release

    @admin.display(description=gettext_lazy("title"), ordering="title_zh")
    def title_column(self, release: Release) -> str:
        return release.title

    @admin.display(description=gettext_lazy("basis"))
    def basis_column(self, release: Release) -> str:
        return release.basis or format_html('<span class="badge badge-incomplete">{}</span>', _("missing"))

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state_column(self, release: Release) -> str:
        badge = '<span class="state state-{}">{}</span>'
        if is_planned(release):
            return format_html(badge, "scheduled", _("planned"))
        state = "published" if is_decided(release) else "draft"
        return format_html(badge, state, release.get_status_display())


def is_decided(release: Release | None) -> bool:
    return release is not None and release.status == ReleaseStatus.RELEASED


def is_planned(release: Release) -> bool:
    return is_decided(release) and release.released_at > timezone.now()


def fingerprint(release: Release) -> str:
    """Of what is to be released: the figures with their values, and the basis."""
    columns = ("pk", "value", "mark", "qualifier", "definition", "note_zh", "note_en", "reason")
    rows = Figure.objects.filter(release=release).order_by("pk").values_list(*columns)
    stored = [[str(part) for part in row] for row in rows]
    return sha256(repr([release.basis_zh, release.basis_en, stored]).encode()).hexdigest()
