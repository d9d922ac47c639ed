"""The dated records beneath an enterprise."""

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext_lazy as _

from enterprises.forms import RegistrationForm, RegistrationFormSet
from enterprises.models import EnterpriseFormerName, EnterpriseTag, Qualification, Registration, StatusEvent
from zoneportal.publishing.admin import RecordInline


class DatedInline(RecordInline):
    """Each row links to its own page, where its history is."""

    show_change_link = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # without the pencil and the eye: rows are narrow
        return field


class RegistrationInline(DatedInline):
    model = Registration
    form = RegistrationForm
    formset = RegistrationFormSet
    verbose_name_plural = _("registrations in parks")
    fields = ["park", "start_on", "end_on", "end_reason"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.user = request.user
        return formset

    def get_extra(self, request, obj=None, **kwargs) -> int:
        return 1 if obj is None else 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        parks = list(field.queryset[:2])
        if len(parks) == 1:
            field.initial = parks[0]
        return field


class StatusEventInline(DatedInline):
    model = StatusEvent
    fields = ["status", "effective_on", "document_number"]


class QualificationInline(DatedInline):
    model = Qualification
    fields = ["kind", "certificate_number", "valid_from", "valid_to"]


class TagInline(DatedInline):
    model = EnterpriseTag
    verbose_name_plural = _("industries of the zone")
    fields = ["industry", "is_main"]


class FormerNameInline(DatedInline):
    model = EnterpriseFormerName
    verbose_name_plural = _("former names")
    fields = ["name_zh", "used_until"]
