"""The trail of publishing and of all acts in the office, to read only."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from zoneportal.publishing.admin.scope import BoundedPaginator
from zoneportal.publishing.models import Publication


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes here; the right to view opens the pages."""

    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 50
    actions = None

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "made_by", "content_type", "record", "move", "effective_at", "superseded_at", "note"]
    list_filter = ["made_at", "content_type"]
    list_select_related = ["made_by", "content_type"]
    date_hierarchy = "made_at"

    @admin.display(description=_("record"), ordering="object_id")
    def record(self, move: Publication) -> int:
        return move.object_id

    @admin.display(description=_("move"))
    def move(self, move: Publication) -> str:
        if move.superseded_at == move.effective_at:
            return _("cancelled plan")
        return _("published") if move.version else _("withdrawn")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag", "get_change_message"]
    list_filter = ["action_time", "action_flag", "content_type"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__username", "user__display_name"]
    date_hierarchy = "action_time"
