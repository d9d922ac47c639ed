from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zoneportal.publishing.admin.moves import MovesAdmin, preview_addresses, trail_of
from zoneportal.publishing.admin.records import RecordAdmin
from zoneportal.publishing.queries import (
    CHANGED,
    PUBLISHED,
    STATES,
    Standing,
    in_state,
    latest_versions,
    standing,
    standings,
    with_unpublished_changes,
)


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*STATES.items(), (CHANGED, _("with unpublished changes"))]

    def queryset(self, request, queryset):
        if self.value() == CHANGED:
            return with_unpublished_changes(queryset, timezone.now())
        return in_state(queryset, self.value(), timezone.now()) if self.value() in STATES else queryset


class ContentChangeList(ChangeList):
    """Fetches the state of all rows of the page at once: two queries, whatever the number of rows."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        states, drafts = standings(self.result_list, timezone.now()), latest_versions(self.result_list)
        for row in self.result_list:
            row.standing = states[row.pk]
            row.has_unpublished_changes = _has_changes(row.standing, drafts.get(row.pk))


class ContentAdmin(MovesAdmin, RecordAdmin):
    """The base of every admin of content with a draft and a public version.

    Put `state_column` into `list_display` and `StateFilter` comes by itself.
    """

    def get_changelist(self, request, **kwargs):
        return ContentChangeList

    def get_list_filter(self, request):
        return [StateFilter, *super().get_list_filter(request)]

    @admin.display(description=gettext_lazy("state"))
    def state_column(self, obj):
        badge = format_html('<span class="state state-{}">{}</span>', obj.standing.state, capfirst(obj.standing.label))
        notes = [_("unpublished changes")] if obj.has_unpublished_changes else []
        if obj.standing.planned_at:
            notes.append(_("planned for %s") % f"{timezone.localtime(obj.standing.planned_at):%Y-%m-%d %H:%M}")
        return format_html('{} <span class="state-note">{}</span>', badge, " · ".join(notes)) if notes else badge

    def is_public(self, obj) -> bool:
        return standing(obj, timezone.now()).state == PUBLISHED

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            context |= self._panel(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _panel(self, request, obj) -> dict:
        """What the panel above the form says: the state, what may be done, and where to look."""
        now = standing(obj, timezone.now())
        has_changes = _has_changes(now, obj.latest_version())
        return {
            "standing": now,
            "has_unpublished_changes": has_changes,
            "moves": self.moves_for(request, obj, now, has_changes),
            "previews": preview_addresses(obj),
            "last_move": trail_of(obj).first(),
        }

    def history_view(self, request, object_id, extra_context=None):
        trail = trail_of(self.visible_or_404(request, object_id))
        return super().history_view(request, object_id, {"trail": trail[:50], **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """What is public, or about to be, must be withdrawn first: nothing vanishes from the site by the way."""
        to_delete, count, needed, protected = super().get_deleted_objects(objs, request)
        states = standings(list(objs), timezone.now())
        in_the_way = [
            _("“%(record)s” is public or planned: withdraw it or cancel the plan first, then delete it.")
            % {"record": obj}
            for obj in objs
            if states[obj.pk].state == PUBLISHED or states[obj.pk].planned_at
        ]
        return to_delete, count, needed, [*protected, *in_the_way]


def _has_changes(now: Standing, draft: int | None) -> bool:
    return now.version is not None and now.version != draft
