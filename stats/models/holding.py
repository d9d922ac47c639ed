from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import Enterprise
from parks.querysets import OfficeQuerySet
from stats.models.indicator import Indicator
from stats.querysets import MembershipQuerySet, WaiverQuerySet
from zoneportal.constraints import Check, Unique
from zoneportal.fields import year_field
from zoneportal.rights import RECORD_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR

IN_ANOTHER = _("The enterprise belongs to another holding on one of these days. End that membership first.")


class Holding(models.Model):
    """Enterprises of one owner: in disclosure control they are one contributor. Internal."""

    name_zh = models.CharField(_("name"), max_length=160, unique=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        ordering = ["name_zh", "pk"]
        default_permissions = RECORD_RIGHTS

    def __str__(self) -> str:
        return self.name_zh


class HoldingMember(models.Model):
    """An enterprise's time in a holding. Both days belong to it; no day is known: open on that side."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="members", verbose_name=_("holding"))
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("enterprise")
    )
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("to"), null=True, blank=True)
    document_number = models.CharField(_("evidence"), max_length=120, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("holding member")
        verbose_name_plural = _("holding members")
        ordering = ["holding", "enterprise", "start_on", "pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Unique(
                fields=["enterprise"],
                condition=Q(end_on=None),
                name="holding_member_one_open",
                field="enterprise",
                violation_error_message=IN_ANOTHER,
            ),
            Check(
                condition=Q(start_on=None) | Q(end_on=None) | Q(end_on__gte=F("start_on")),
                name="holding_member_ends_after_it_begins",
                field="end_on",
                violation_error_message=_("The membership cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding} – {self.enterprise}"

    def clean(self) -> None:
        if not self.enterprise_id:
            return
        others = HoldingMember.objects.filter(enterprise=self.enterprise_id).exclude(pk=self.pk)
        if others.sharing_a_day(self.start_on, self.end_on).exists():
            raise ValidationError({"enterprise": IN_ANOTHER})


class Waiver(models.Model):
    """An enterprise's written consent that what it reported may become visible through published sums.

    For the years named, and for one indicator or (none named) for all of them.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="waivers", verbose_name=_("enterprise")
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waivers",
        verbose_name=_("indicator"),
        help_text=_("Empty: every indicator."),
    )
    signed_on = models.DateField(_("signed on"))
    first_year = year_field(_("first year of data"))
    last_year = year_field(_("last year of data"), null=True, blank=True)
    document_number = models.CharField(
        _("document number"), max_length=120, help_text=_("Where the signed paper is kept.")
    )

    objects = WaiverQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-signed_on", "-pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Check(
                condition=Q(first_year__gte=FIRST_YEAR, first_year__lte=LAST_YEAR)
                & (Q(last_year=None) | Q(last_year__gte=F("first_year"), last_year__lte=LAST_YEAR)),
                name="waiver_years_run_forward",
                field="last_year",
                violation_error_message=_("The last year cannot lie before the first one."),
            ),
            Check(
                condition=~Q(document_number=""),
                name="waiver_has_document",
                field="document_number",
                violation_error_message=_("A waiver needs the number of its signed paper."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.document_number}"
