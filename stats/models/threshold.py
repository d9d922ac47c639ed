import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.classification import REGEX
from parks.querysets import OfficeQuerySet
from stats.above_scale import parse_industries
from stats.models.indicator import UNIT_CHOICES, Indicator
from stats.plausibility.thresholds import RULES
from zoneportal.constraints import Check, Unique
from zoneportal.fields import year_field
from zoneportal.numbers import UNITS
from zoneportal.rights import RECORD_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class CheckThreshold(models.Model):
    """The number of a check (a code of stats.plausibility), from a year of data on: a year is judged by its own."""

    rule = models.CharField(_("check"), max_length=40)
    valid_from_year = year_field(_("valid from year"))
    number = models.DecimalField(_("number"), max_digits=15, decimal_places=4, validators=[MinValueValidator(0)])
    document_number = models.CharField(_("document number"), max_length=120, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("threshold of a check")
        verbose_name_plural = _("thresholds of checks")
        ordering = ["rule", "-valid_from_year", "pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Unique(
                fields=["rule", "valid_from_year"],
                name="check_threshold_once",
                field="valid_from_year",
                violation_error_message=_("There is a threshold from this year on already."),
            ),
            Check(
                condition=Q(number__gte=0),
                name="check_threshold_not_negative",
                field="number",
                violation_error_message=_("A threshold is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{gettext(RULES.get(self.rule, self.rule))} {self.valid_from_year}–"


class AboveScaleThreshold(models.Model):
    """From which value of an indicator on an enterprise of these industries is above designated size (规模以上).

    `industries` are section letters or codes of GB/T 4754, apart by commas: "B,C,D", "65". Set by notice, so dated.
    """

    industries = models.CharField(
        _("industries"),
        max_length=120,
        help_text=_("Section letters or codes of GB/T 4754, apart by commas: B,C,D or 65,72."),
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="above_scale_thresholds", verbose_name=_("indicator")
    )
    minimum = models.DecimalField(_("from"), max_digits=15, decimal_places=4, validators=[MinValueValidator(0)])
    unit = models.CharField(_("unit"), max_length=20, choices=UNIT_CHOICES)
    valid_from_year = year_field(_("valid from year"))
    valid_to_year = year_field(_("valid to year"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=120)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("threshold of above designated size")
        verbose_name_plural = _("thresholds of above designated size")
        ordering = ["industries", "-valid_from_year", "pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Check(
                condition=Q(minimum__gte=0),
                name="above_scale_minimum_not_negative",
                field="minimum",
                violation_error_message=_("A threshold is not negative."),
            ),
            Check(
                condition=~Q(document_number=""),
                name="above_scale_has_document",
                field="document_number",
                violation_error_message=_("Name the notice that sets this threshold."),
            ),
            Check(
                condition=Q(valid_to_year=None) | Q(valid_to_year__gte=models.F("valid_from_year")),
                name="above_scale_years_run_forward",
                field="valid_to_year",
                violation_error_message=_("The last year cannot lie before the first one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.industries} {self.valid_from_year}–"

    def clean(self) -> None:
        codes = parse_industries(self.industries)
        wrong = [code for code in codes if not re.match(REGEX, code)]
        if wrong or not codes:
            said = _("“%(code)s” is no code of GB/T 4754. Write section letters or 2 to 4 digits, like B,C,65.")
            raise ValidationError({"industries": said % {"code": wrong[0] if wrong else self.industries}})
        self.industries = ",".join(codes)
        if self.indicator_id and self.unit:
            newest = self.indicator.definitions.order_by("-valid_from_year").first()
            if newest and UNITS[newest.unit].dimension != UNITS[self.unit].dimension:
                raise ValidationError({"unit": _("The indicator measures something else than this unit.")})
