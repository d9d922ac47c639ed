"""Dated records of all enterprises in lists of their own: to filter them, and for the history of each."""

from django.contrib import admin

from enterprises.admin import filters
from enterprises.models import EnterpriseFormerName, EnterpriseTag, Qualification, Registration, StatusEvent
from zoneportal.publishing.admin import RecordAdmin, ScopedRelatedFilter
from zoneportal.spreadsheets.admin import SheetAdmin


class OfEnterpriseAdmin(RecordAdmin):
    """Rows are found through their enterprise, and stay with it."""

    autocomplete_fields = ["enterprise"]
    fixed_after_adding = ("enterprise",)
    list_select_related = ["enterprise"]
    search_fields = ["enterprise__name_zh"]
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        enterprises = self.model._meta.get_field("enterprise").remote_field.model.objects.matching(search_term)
        return queryset.filter(enterprise__in=enterprises.values("pk")), False


@admin.register(Registration)
class RegistrationAdmin(SheetAdmin, OfEnterpriseAdmin):
    list_display = ["enterprise", "park", "start_on", "end_on", "end_reason"]
    list_filter = [("park", ScopedRelatedFilter), filters.OpenFilter, "end_reason"]
    list_select_related = ["enterprise", "park"]


@admin.register(StatusEvent)
class StatusEventAdmin(OfEnterpriseAdmin):
    list_display = ["enterprise", "status", "effective_on", "document_number"]
    list_filter = ["status"]


@admin.register(Qualification)
class QualificationAdmin(SheetAdmin, OfEnterpriseAdmin):
    list_display = ["enterprise", "kind", "certificate_number", "valid_from", "valid_to"]
    list_filter = ["kind", filters.ValidityFilter]
    list_select_related = ["enterprise", "kind"]


class InForm(OfEnterpriseAdmin):
    """Edited in the form of the enterprise; the page of its own is for the history and stands in no menu."""

    def has_module_permission(self, request) -> bool:
        return False


@admin.register(EnterpriseFormerName)
class EnterpriseFormerNameAdmin(InForm):
    list_display = ["enterprise", "name_zh", "used_until"]


@admin.register(EnterpriseTag)
class EnterpriseTagAdmin(InForm):
    list_display = ["enterprise", "industry", "is_main"]
    list_filter = ["industry"]
    list_select_related = ["enterprise", "industry"]
