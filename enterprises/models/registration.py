from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from enterprises.models.enterprise import Enterprise
from enterprises.querysets import OfEnterprise, RegistrationQuerySet
from parks.models import Park
from zoneportal.constraints import Check, Unique
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport

ONE_OPEN = _("This enterprise has an open registration already. Close that one first (to, end reason).")
OVERLAP = _("This registration overlaps another one of the same enterprise. Correct the days from or to.")


class EndReason(models.TextChoices):
    """Why a stay in a park ended. Moving out is no legal status of the enterprise."""

    MOVED_PARK = "moved_park", _("moved to another park of the zone")
    MOVED_OUT = "moved_out", _("moved out of the zone")
    DEREGISTERED = "deregistered", _("deregistered")
    CORRECTED = "corrected", _("entered by mistake")
    OTHER = "other", _("other reason")


class Registration(models.Model):
    """One enterprise's stay in one park (入区登记). A move closes one and opens another.

    The database holds that no two stays of an enterprise overlap (on both engines).
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("enterprise")
    )
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("park"))
    start_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Leave empty when the day of entry is not on record.")
    )
    end_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty while the enterprise stays."))
    end_reason = models.CharField(_("end reason"), max_length=20, choices=EndReason, blank=True)

    DATABASE_RULES = {"registration_no_overlap": OVERLAP}  # migration 0002

    # Keys of rows that one form holds beside this one and judges itself (shares_a_day_with).
    judged_together: frozenset[int] = frozenset()

    objects = RegistrationQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["enterprise", F("end_on").desc(nulls_first=True), "-start_on", "-pk"]
        default_permissions = SHEET_RIGHTS
        indexes = [models.Index(fields=["park", "end_on"], name="registration_park")]
        constraints = [
            Unique(
                fields=["enterprise"],
                condition=Q(end_on=None),
                name="registration_one_open",
                field="end_on",
                violation_error_message=ONE_OPEN,
            ),
            Unique(
                fields=["enterprise", "park", "start_on"],
                name="registration_once",
                field="start_on",
                violation_error_message=_("This registration (enterprise, park, from) is on record already."),
            ),
            Check(
                condition=Q(start_on=None) | Q(end_on=None) | Q(end_on__gte=F("start_on")),
                name="registration_ends_after_it_begins",
                field="end_on",
                violation_error_message=_("The registration cannot end before it begins."),
            ),
            Check(
                condition=Q(end_on=None, end_reason="") | (Q(end_on__isnull=False) & ~Q(end_reason="")),
                name="registration_end_has_reason",
                field="end_reason",
                violation_error_message=_(
                    "A registration that ended needs the day and the reason, an open one neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} – {self.park}"

    def clean(self) -> None:
        if not self.enterprise_id:
            return
        others = Registration.objects.overlapping(
            enterprise_id=self.enterprise_id, start_on=self.start_on, end_on=self.end_on
        ).exclude(pk__in=[self.pk, *self.judged_together])
        if self.end_on is None and others.open().exists():
            return  # the constraint says it
        if others.exists():
            raise ValidationError({"start_on": OVERLAP})

    def shares_a_day_with(self, other: "Registration") -> bool:
        """As `RegistrationQuerySet.overlapping`, for rows that are not stored yet."""
        pairs = ((self, other), (other, self), (self, self), (other, other))
        return all(_begins_before_end_of(one, end) for one, end in pairs)


def _begins_before_end_of(one: Registration, other: Registration) -> bool:
    return one.start_on is None or other.end_on is None or one.start_on < other.end_on


class LegalStatus(models.TextChoices):
    """登记状态 of the enterprise in the business register."""

    ACTIVE = "active", pgettext_lazy("legal status", "active")  # Django says “active” of accounts
    SUSPENDED = "suspended", _("suspended")
    LIQUIDATION = "liquidation", _("in liquidation")
    REVOKED = "revoked", _("licence revoked")
    DEREGISTERED = "deregistered", _("deregistered from the register")


class StatusEvent(models.Model):
    """From this day on the enterprise has this legal status."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="status_events", verbose_name=_("enterprise")
    )
    status = models.CharField(_("legal status"), max_length=20, choices=LegalStatus)
    effective_on = models.DateField(_("since"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)

    objects = OfEnterprise.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("status event")
        verbose_name_plural = _("status events")
        ordering = ["enterprise", "-effective_on", "-pk"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["enterprise", "effective_on"],
                name="status_event_one_a_day",
                field="effective_on",
                violation_error_message=_("This enterprise has a status event on this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.get_status_display()} {self.effective_on}"
