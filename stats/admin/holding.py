"""Who belongs to whom, and who consented to be seen: dated, internal, for disclosure control."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from stats.models import Holding, HoldingMember, Waiver
from zoneportal.publishing.admin import RecordAdmin, RecordInline


class MemberInline(RecordInline):
    model = HoldingMember
    autocomplete_fields = ["enterprise"]
    fields = ["enterprise", "start_on", "end_on", "document_number"]


@admin.register(Holding)
class HoldingAdmin(RecordAdmin):
    list_display = ["name_zh", "member_count", "note"]
    search_fields = ["name_zh", "members__enterprise__name_zh"]
    fields = ["name_zh", "note"]
    inlines = [MemberInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(number=Count("members", distinct=True))

    @admin.display(description=_("members"), ordering="number")
    def member_count(self, holding: Holding) -> int:
        return holding.number


@admin.register(HoldingMember)
class HoldingMemberAdmin(RecordAdmin):
    """Edited in the form of the holding; the page of its own is for the history and stands in no menu."""

    list_display = ["holding", "enterprise", "start_on", "end_on"]
    list_select_related = ["holding", "enterprise"]
    autocomplete_fields = ["enterprise", "holding"]
    fields = [("holding", "enterprise"), ("start_on", "end_on"), "document_number"]
    search_fields = ["enterprise__name_zh", "holding__name_zh"]

    def has_module_permission(self, request) -> bool:
        return False


@admin.register(Waiver)
class WaiverAdmin(RecordAdmin):
    list_display = ["enterprise", "indicator_column", "first_year", "last_year", "signed_on", "document_number"]
    list_select_related = ["enterprise", "indicator"]
    search_fields = ["enterprise__name_zh", "enterprise__number", "document_number"]
    autocomplete_fields = ["enterprise", "indicator"]
    fields = [("enterprise", "indicator"), ("first_year", "last_year"), ("signed_on", "document_number")]

    @admin.display(description=_("indicator"), ordering="indicator__name_zh")
    def indicator_column(self, waiver: Waiver) -> str:
        return str(waiver.indicator) if waiver.indicator else str(_("every indicator"))
