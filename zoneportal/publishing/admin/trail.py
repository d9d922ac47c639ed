"""The trail of publishing and of all acts in the office, to read only."""

from collections.abc import Collection

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from zoneportal.publishing.admin.scope import BoundedPaginator, visible_rows
from zoneportal.publishing.models import Publication, Publishable
from zoneportal.rights import has_right


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


class PublicationChangeList(ChangeList):
    """Fetches the titles of all records of the page at once: one query a kind of content."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        give_titles(self.result_list, request.user)


def give_titles(moves: Collection[Publication], user) -> None:
    """Puts `title` on each move: the record as it is called now, or its number where the user may not see it."""
    for model in {move.content_type.model_class() for move in moves}:
        ours = [move for move in moves if move.content_type.model_class() is model]
        rows = visible_rows(model._default_manager.all(), user) if model and has_right(user, model, "view") else None
        titles = rows.in_bulk({move.object_id for move in ours}) if rows is not None else {}
        for move in ours:
            move.title = str(titles.get(move.object_id, move.object_id))


@admin.register(Publication)
class PublicationAdmin(Trail):
    list_display = ["made_at", "made_by", "kind", "record", "move", "effective_at", "superseded_at", "note"]
    list_filter = ["made_at", ContentKindFilter]
    list_select_related = ["made_by", "content_type"]
    date_hierarchy = "made_at"
    fields = ["made_at", "made_by", "kind", "record", "move", "effective_at", "superseded_at", "note"]

    def get_changelist(self, request, **kwargs):
        return PublicationChangeList

    def get_object(self, request, object_id, from_field=None):
        move = super().get_object(request, object_id, from_field)
        if move is not None:
            give_titles([move], request.user)
        return move

    @admin.display(description=_("record"))
    def record(self, move: Publication) -> str:
        return move.title

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
