"""The trail of publishing and of all acts in the office, to read only."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zoneportal.publishing.admin.scope import BoundedPaginator
from zoneportal.publishing.models import Publication, Publishable


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


class KindFilter(admin.SimpleListFilter):
    """By kind of record. Offers those which the office edits, not every table of every package."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        models = [model for model in model_admin.admin_site._registry if self.is_offered(model)]
        kinds = ContentType.objects.get_for_models(*models)
        return [(str(kinds[model].pk), capfirst(model._meta.verbose_name)) for model in models]

    def is_offered(self, model) -> bool:
        return True

    def queryset(self, request, queryset):
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(content_type=int(self.value())) if self.value() in known else queryset


class ContentKindFilter(KindFilter):
    def is_offered(self, model) -> bool:
        return issubclass(model, Publishable)


class Trail(ReadOnlyAdmin):
    """Rows that point to a record by its content type."""

    @admin.display(description=_("kind of record"), ordering="content_type")
    def kind(self, row) -> str:
        return capfirst(row.content_type.name) if row.content_type else ""


@admin.register(Publication)
class PublicationAdmin(Trail):
    list_display = ["made_at", "made_by", "kind", "record", "move", "effective_at", "superseded_at", "note"]
    list_filter = ["made_at", ContentKindFilter]
    list_select_related = ["made_by", "content_type"]
    date_hierarchy = "made_at"
    fields = ["made_at", "made_by", "kind", "record", "move", "effective_at", "superseded_at", "note"]

    @admin.display(description=_("record"))
    def record(self, move: Publication) -> str:
        return f"{move.object_id}"

    @admin.display(description=_("move"))
    def move(self, move: Publication) -> str:
        if move.superseded_at == move.effective_at:
            return _("cancelled plan")
        return _("published") if move.version else _("withdrawn")


@admin.register(LogEntry)
class LogEntryAdmin(Trail):
    list_display = ["action_time", "user", "kind", "object_repr", "action_flag", "what"]
    list_filter = ["action_time", "action_flag", KindFilter]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__username", "user__display_name"]
    date_hierarchy = "action_time"
    fields = ["action_time", "user", "kind", "object_repr", "action_flag", "what"]

    @admin.display(description=_("what was done"))
    def what(self, entry: LogEntry) -> str:
        return entry.get_change_message()
