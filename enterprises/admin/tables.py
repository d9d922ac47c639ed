"""Tables the register refers to: the national classification, the zone's own industries, kinds of qualification."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from enterprises.models import IndustryClass, IndustryTag, QualificationKind
from zoneportal.publishing.admin import RecordAdmin
from zoneportal.spreadsheets.admin import SheetAdmin


class NamedAdmin(RecordAdmin):
    @admin.display(description=_("name"), ordering="name_zh")
    def name_column(self, record: IndustryClass | IndustryTag | QualificationKind) -> str:
        return record.name


@admin.register(IndustryClass)
class IndustryClassAdmin(NamedAdmin):
    """Shipped as data; changed only when the standard has a new edition."""

    list_display = ["code", "name_column", "level", "section", "edition"]
    list_filter = ["level", "section", "edition"]
    search_fields = ["code__startswith", "name_zh", "name_en"]
    autocomplete_fields = ["parent"]
    fixed_after_adding = ("edition", "code")
    list_per_page = 100
    fieldsets = [(None, {"fields": [("edition", "code"), "name_zh", "name_en", ("level", "section"), "parent"]})]


@admin.register(IndustryTag)
class IndustryTagAdmin(SheetAdmin, NamedAdmin):
    list_display = ["name_column", "scheme", "code", "position"]
    list_filter = ["scheme"]
    search_fields = ["name_zh", "name_en", "code"]
    filter_horizontal = ["parks"]
    fixed_after_adding = ("code",)
    fieldsets = [
        (None, {"fields": ["scheme", "code", "position"]}),
        (None, {"fields": ["name_zh", "name_en", "description_zh", "description_en", "parks"]}),
    ]


@admin.register(QualificationKind)
class QualificationKindAdmin(NamedAdmin):
    list_display = ["name_column", "code", "is_yearly", "position"]
    search_fields = ["name_zh", "name_en", "code"]
    fixed_after_adding = ("code",)
    fields = ["code", "name_zh", "name_en", "is_yearly", "position"]
