from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from enterprises.admin import filters, inlines
from enterprises.admin.merging import MergingAdmin
from enterprises.forms import EnterpriseForm
from enterprises.models import Enterprise, Registration, StatusEvent
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.spreadsheets.admin import SheetAdmin

BADGE = '<span class="badge badge-{}">{}</span>'


class EnterpriseList(ChangeList):
    def get_queryset(self, request, **kwargs) -> QuerySet:
        """Park and status of the rows of a page come with two queries, whatever their number."""
        events = StatusEvent.objects.filter(effective_on__lte=timezone.localdate()).order_by("-effective_on", "-pk")
        stays = Registration.objects.select_related("park")
        return (
            super()
            .get_queryset(request, **kwargs)
            .prefetch_related(
                Prefetch("status_events", events, to_attr="latest_events"),
                Prefetch("registrations", stays, to_attr="latest_stays"),
            )
        )


@admin.register(Enterprise)
class EnterpriseAdmin(MergingAdmin, SheetAdmin, RecordAdmin):
    form = EnterpriseForm
    list_display = ["name_column", "code_column", "park_column", "status_column", "public"]
    list_display_links = ["name_column"]
    list_select_related = ["industry_class"]
    list_filter = [
        filters.ParkFilter,
        filters.StatusFilter,
        filters.PublicFilter,
        filters.CodeFilter,
        filters.QualificationFilter,
        filters.SectionFilter,
        "is_representative",
        "is_sample",
    ]
    show_facets = admin.ShowFacets.NEVER  # a count for every choice of every filter
    search_fields = ["name_zh"]  # shows the box; `get_search_results` does the work
    search_help_text = _("Part of a name, also a former one, or the beginning of a credit code or zone number.")
    autocomplete_fields = ["industry_class"]
    readonly_fields = ["number", "confirmed_at", "confirmed_by"]
    inlines = [
        inlines.RegistrationInline,
        inlines.StatusEventInline,
        inlines.QualificationInline,
        inlines.TagInline,
        inlines.FormerNameInline,
    ]
    fieldsets = [
        (None, {"fields": ["number", "name_zh", "name_en", "credit_code", "old_registration_number"]}),
        (
            _("From the business register"),
            {
                "fields": [
                    "legal_form",
                    "established_on",
                    ("capital_wan", "capital_currency"),
                    "business_scope",
                    "address",
                    "industry_class",
                ]
            },
        ),
        (_("Place in the zone"), {"fields": [("is_headquarters_economy", "is_representative")]}),
        (
            _("Publication"),
            {
                "fields": [("confirmed_at", "confirmed_by")],
                "description": _("A publisher makes enterprises public by the action “Confirm” of the list."),
            },
        ),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the pencil, the plus and the cross beside a choice: tables are kept in their own lists."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_fieldsets(self, request, obj=None):
        """A new enterprise has no number yet, and nothing to publish."""
        if obj is not None:
            return self.fieldsets
        return [(None, {"fields": self.fieldsets[0][1]["fields"][1:]}), *self.fieldsets[1:-1]]

    def get_changelist(self, request, **kwargs):
        return EnterpriseList

    def get_search_results(self, request, queryset, search_term):
        return queryset.matching(search_term), False

    def is_public(self, obj: Enterprise) -> bool:
        return obj.confirmed_at is not None and obj.confirmed_at <= timezone.now()

    @admin.display(description=_("name"), ordering="name_zh")
    def name_column(self, enterprise: Enterprise) -> str:
        """The name, and beneath it what tells enterprises of like names apart."""
        badge = format_html(" " + BADGE, "sample", _("sample data")) if enterprise.is_sample else ""
        beneath = " · ".join(
            filter(None, [enterprise.number, enterprise.industry_class and str(enterprise.industry_class)])
        )
        return format_html('{}{}<br><span class="quiet">{}</span>', enterprise.name, badge, beneath)

    @admin.display(description=_("credit code"), ordering="credit_code")
    def code_column(self, enterprise: Enterprise) -> str:
        return enterprise.credit_code or format_html(BADGE, "incomplete", _("incomplete"))

    @admin.display(description=_("park"))
    def park_column(self, enterprise: Enterprise) -> str | None:
        if not enterprise.latest_stays:
            return None
        stay = enterprise.latest_stays[0]
        if stay.end_on and stay.end_on <= timezone.localdate():
            return format_html("{} " + BADGE, stay.park.name, "ended", _("left"))
        return stay.park.name

    @admin.display(description=_("legal status"))
    def status_column(self, enterprise: Enterprise) -> str | None:
        return enterprise.latest_events[0].get_status_display() if enterprise.latest_events else None

    @admin.display(description=_("public"), boolean=True)
    def public(self, enterprise: Enterprise) -> bool:
        return self.is_public(enterprise)
