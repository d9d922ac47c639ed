from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stats.admin import release_page
from stats.admin.release_moves import ReleaseMoves
from stats.models import Release, ReleaseStatus
from stats.queries.approval_sheet import approval_sheet, figures_of


@admin.register(Release)
class ReleaseAdmin(ReleaseMoves):
    """The page of the reviewer. In review and decided it is read only, and no history brings a former state back."""

    allow_revert = False
    list_display = ["title_column", "state_column", "planned_at", "released_at", "basis_column", "slug"]
    list_filter = ["status", "is_announced", "is_sample"]
    search_fields = ["title_zh", "title_en", "slug"]
    fixed_after_adding = ("slug",)
    readonly_fields = ["status", "submitted_at", "submitted_by", "released_at", "released_by"]
    fieldsets = [
        (None, {"fields": ["slug", ("title_zh", "title_en"), ("basis_zh", "basis_en"), ("notes_zh", "notes_en")]}),
        (gettext_lazy("Embargo and calendar"), {"fields": ["planned_at", "is_announced"]}),
        (
            gettext_lazy("Review and publication"),
            {"fields": ["status", ("submitted_at", "submitted_by"), ("released_at", "released_by")]},
        ),
    ]

    def is_public(self, obj: Release) -> bool:
        return obj.status == ReleaseStatus.RELEASED and obj.released_at <= timezone.now()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug":
            words = _("Part of the address, fixed afterwards: letters, digits and hyphens, like “2024-annual”.")
            field.help_text = words
        if db_field.name == "planned_at":  # two boxes, of which Django labels neither
            for box, label in zip(field.widget.widgets, (_("planned day"), _("planned time")), strict=True):
                box.attrs["aria-label"] = label
        return field

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_locked(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and not is_locked(obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= self.doors(request, obj) | self.difference_doors(request, obj) | self._shown(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _shown(self, request, release: Release) -> dict:
        """What is approved and what stands in the way; to whom not all is open, the figures that they may see."""
        if release_page.may_see_whole(request.user):
            sheet = approval_sheet(release)
            if release_page.may_see_figures(request.user, sheet):
                return self._review(request, sheet) | {"sent_back": sent_back(release)}
        visible = set(release.figures.visible_to(request.user).values_list("pk", flat=True))
        own = [figure for figure in figures_of(release) if figure.pk in visible]
        return {"lines": release_page.figure_lines(own, timezone.now())}

    @admin.display(description=gettext_lazy("title"), ordering="title_zh")
    def title_column(self, release: Release) -> str:
        return release.title

    @admin.display(description=gettext_lazy("basis"))
    def basis_column(self, release: Release) -> str:
        return release.basis or format_html('<span class="badge badge-incomplete">{}</span>', _("missing"))

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state_column(self, release: Release) -> str:
        badge = '<span class="state state-{}">{}</span>'
        if release.status == ReleaseStatus.RELEASED and release.released_at > timezone.now():
            return format_html(badge, "scheduled", _("approved, under embargo"))
        states = {ReleaseStatus.RELEASED: "published", ReleaseStatus.IN_REVIEW: "scheduled"}
        return format_html(badge, states.get(release.status, "draft"), release.get_status_display())


def is_locked(release: Release | None) -> bool:
    return release is not None and release.status != ReleaseStatus.DRAFT


def sent_back(release: Release):
    """The entry of the history by which a draft was sent back for the last time, with its reason. One query."""
    if release.status != ReleaseStatus.DRAFT:
        return None
    entries = release.history.select_related("history_user").order_by("-history_date", "-history_id")
    last = next((each for each in entries if each.history_change_reason or each.status != ReleaseStatus.DRAFT), None)
    return last if last and last.history_change_reason and last.status == ReleaseStatus.DRAFT else None
