from django.contrib import admin
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parks.boundary_admin import BOUNDARY_LINE, BoundaryAdmin
from parks.models import Announcement, Milestone, Park, ParkAssignment, ParkFormerName, ProfileSection, Zone
from parks.scope import covers_all_parks
from zoneportal.accounts.admin import AccountAdmin
from zoneportal.accounts.models import User
from zoneportal.accounts.roles import PARK_CLERK
from zoneportal.publishing.admin import ContentAdmin, RecordAdmin, RecordInline, ScopedRelatedFilter
from zoneportal.spreadsheets.admin import SheetAdmin

IN_BOTH_LANGUAGES = _("Write the Chinese first. Where the English is empty, the English pages show the Chinese.")


@admin.register(Zone)
class ZoneAdmin(ContentAdmin):
    """One row: its list is its form."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            _("Name and standing"),
            {
                "description": IN_BOTH_LANGUAGES,
                "fields": [
                    ("name_zh", "name_en"),
                    ("short_name_zh", "short_name_en"),
                    ("slogan_zh", "slogan_en"),
                    ("standing_zh", "standing_en"),
                    ("positioning_zh", "positioning_en"),
                ],
            },
        ),
        (_("Contact"), {"fields": [("address_zh", "address_en"), ("postcode", "phone", "email")]}),
        (
            _("Footer of the site"),
            {
                "description": _("What a government site must carry. What is empty here is not shown."),
                "fields": [
                    ("organizer_zh", "organizer_en"),
                    ("site_code", "icp_number", "police_number"),
                    ("party_mark_url", "error_report_url"),
                ],
            },
        ),
        (
            _("Open data"),
            {
                "description": _("Named in every download, in the catalogue and in the interface for programs."),
                "fields": [("licence_zh", "licence_en"), ("licence_url_zh", "licence_url_en")],
            },
        ),
        (
            _("Inspection of the site"),
            {
                "description": _("What inspectors and finders of faults look for. The self-check reminds you of both."),
                "fields": [("security_contact", "accessibility_checked_on")],
            },
        ),
        (_("Look"), {"fields": [("accent_colour", "logo")]}),
    ]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not Zone.objects.exists()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if Zone.objects.visible_to(request.user).exists() and self.has_view_or_change_permission(request):
            return HttpResponseRedirect(reverse("admin:parks_zone_change", args=[Zone.ONLY]))
        return super().changelist_view(request, extra_context)


@admin.register(ProfileSection)
class ProfileSectionAdmin(SheetAdmin, ContentAdmin):
    list_display = ["title", "slug", "position", "state_column"]
    search_fields = ["title_zh", "title_en", "slug"]
    fieldsets = [
        (None, {"description": IN_BOTH_LANGUAGES, "fields": [("title_zh", "title_en"), "body_zh", "body_en"]}),
        (_("Place on the page"), {"fields": [("slug", "position")]}),
    ]

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, section: ProfileSection) -> str:
        return section.title


@admin.register(Milestone)
class MilestoneAdmin(SheetAdmin, ContentAdmin):
    list_display = ["when", "title", "legal_standing", "planned_area_km2", "state_column"]
    list_filter = ["is_honour", "legal_standing"]
    search_fields = ["title_zh", "title_en", "slug", "document_number"]
    ordering = ["-year", "-month", "-day", "slug"]
    fieldsets = [
        (
            _("When"),
            {
                "description": _("As precise as the source: leave month and day empty where it does not name them."),
                "fields": [("year", "month", "day")],
            },
        ),
        (
            _("What"),
            {
                "description": IN_BOTH_LANGUAGES,
                "fields": [("title_zh", "title_en"), ("description_zh", "description_en"), "is_honour", "slug"],
            },
        ),
        (
            _("On what basis"),
            {
                "description": _("A planned area is never shown without its legal standing."),
                "fields": [
                    ("authority_zh", "authority_en"),
                    "document_number",
                    ("planned_area_km2", "legal_standing"),
                    ("legal_note_zh", "legal_note_en"),
                ],
            },
        ),
    ]
    fixed_after_adding = ["slug"]

    @admin.display(description=_("date"), ordering="year")
    def when(self, milestone: Milestone) -> str:
        return milestone.when

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, milestone: Milestone) -> str:
        return milestone.title


class FormerNameInline(RecordInline):
    model = ParkFormerName
    fields = ["name_zh", "name_en", "used_until"]


@admin.register(Park)
class ParkAdmin(BoundaryAdmin, SheetAdmin, ContentAdmin):
    list_display = ["name", "code", "area_km2", "position", "state_column"]
    search_fields = ["name_zh", "name_en", "code"]
    fieldsets = [
        (
            _("Name"),
            {
                "description": IN_BOTH_LANGUAGES,
                "fields": [("name_zh", "name_en"), ("focus_zh", "focus_en"), ("code", "slug", "position")],
            },
        ),
        (_("Text"), {"fields": ["description_zh", "description_en"]}),
        (_("Contact"), {"fields": [("address_zh", "address_en"), ("area_km2", "phone", "email")]}),
        (
            _("Photograph"),
            {
                "description": _("JPEG, PNG or WebP up to 10 MB. Say what it shows, for readers who cannot see it."),
                "fields": ["photo", ("photo_alt_zh", "photo_alt_en")],
            },
        ),
        (
            _("Map"),
            {
                "description": _(
                    "The outline of the park as a GeoJSON file. Nothing is drawn where nothing is stored, and a map is "
                    "only shown with its approval number."
                ),
                "fields": [
                    BOUNDARY_LINE,
                    "boundary_drawing",
                    "map_approval",
                    ("map_source_zh", "map_source_en"),
                ],
            },
        ),
        (
            _("Existence"),
            {
                "description": _("When a park is merged into another one, give the day of its end and the successor."),
                "fields": [("valid_from", "valid_to", "successor")],
                "classes": ["collapse"],
            },
        ),
    ]
    inlines = [FormerNameInline]
    fixed_after_adding = ["code"]

    @admin.display(description=_("name"), ordering="name_zh")
    def name(self, park: Park) -> str:
        return park.name


@admin.register(Announcement)
class AnnouncementAdmin(SheetAdmin, ContentAdmin):
    list_display = ["title", "kind", "issued_on", "park", "state_column"]
    list_filter = ["kind", ("park", ScopedRelatedFilter), "issued_on"]
    list_select_related = ["park"]
    search_fields = ["title_zh", "title_en"]
    date_hierarchy = "issued_on"
    fieldsets = [
        (None, {"fields": [("kind", "issued_on", "park")]}),
        (
            _("Text"),
            {
                "description": IN_BOTH_LANGUAGES,
                "fields": [("title_zh", "title_en"), ("summary_zh", "summary_en"), "body_zh", "body_en"],
            },
        ),
        (_("Source"), {"fields": [("source_zh", "source_en")]}),
    ]

    @admin.display(description=_("title"), ordering="title_zh")
    def title(self, announcement: Announcement) -> str:
        return announcement.title

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "park" and not covers_all_parks(request.user):
            field.required = True
            field.help_text = _("The park that speaks. Only the zone office speaks for the whole zone.")
            field.initial = field.queryset.first()
        return field


@admin.register(ParkAssignment)
class ParkAssignmentAdmin(RecordAdmin):
    list_display = ["user", "park"]
    list_filter = [("park", ScopedRelatedFilter)]
    list_select_related = ["user", "park"]
    search_fields = ["user__username", "user__display_name", "park__name_zh"]
    fields = ["user", "park"]


class ParkAssignmentInline(RecordInline):
    """The parks an account works for, in the form of the account."""

    model = ParkAssignment
    fields = ["park"]


def without_park(account: User) -> str:
    """A park clerk's rights reach as far as the parks: without one, every list is empty."""
    is_clerk = account.groups.filter(name=PARK_CLERK).exists()
    if not is_clerk or account.park_assignments.exists():
        return ""
    account = User.objects.get(pk=account.pk)  # without rights that were read before its roles were saved
    if covers_all_parks(account):
        return ""
    sentence = gettext(
        "“%(account)s” is a park clerk without a park and sees nothing yet. Open the account and add a park."
    )
    return sentence % {"account": account}


AccountAdmin.inlines.append(ParkAssignmentInline)
AccountAdmin.remarks.append(without_park)
