"""The dated records beneath an enterprise."""

from django.utils.translation import gettext_lazy as _

from enterprises.forms import RegistrationForm, RegistrationFormSet
from enterprises.models import EnterpriseFormerName, EnterpriseTag, Qualification, Registration, StatusEvent
from zoneportal.publishing.admin import RecordInline


class DatedInline(RecordInline):
    """Each row links to its own page, where its history is."""

    show_change_link = True


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
