from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.querysets import OfficeQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check
from zoneportal.fields import year_field
from zoneportal.fixed_keys import FixedKeys
from zoneportal.numbers import AREA_LIMIT_KM2
from zoneportal.publishing.models import Publishable
from zoneportal.richtext import RichTextField
from zoneportal.rights import CONTENT_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR


class ProfileSection(Publishable):
    """A chapter of the zone's profile."""

    slug = models.SlugField(
        _("address word"), max_length=40, unique=True, help_text=_("Part of the address, such as overview.")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    title_zh = models.CharField(_("title (Chinese)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    body_zh = RichTextField(_("text (Chinese)"))
    body_en = RichTextField(_("text (English)"), blank=True)

    title = Translated("title")
    body = Translated("body")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("profile section")
        verbose_name_plural = _("profile sections")
        ordering = ["position", "slug"]
        default_permissions = CONTENT_RIGHTS

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('profile')}#section-{self.slug}"


class LegalStanding(models.TextChoices):
    """Whether an act is in force; a planned area is never shown without it."""

    IN_FORCE = "in_force", _("in force")
    REPLY_PENDING = "reply_pending", _("reported, reply pending")
    SUPERSEDED = "superseded", _("superseded")


class Milestone(FixedKeys, Publishable):
    """An event of the zone's history. The date is as precise as the source: a year, a month or a day."""

    FIXED = ("slug",)

    slug = models.SlugField(
        _("key"),
        max_length=60,
        unique=True,
        help_text=_("A fixed word by which sheets find this milestone again."),
    )
    year = year_field(_("year"))
    month = models.PositiveSmallIntegerField(
        _("month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("Leave empty when the source names only the year."),
    )
    day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=240, blank=True)
    description_zh = models.TextField(_("description (Chinese)"), max_length=1000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=2000, blank=True)
    authority_zh = models.CharField(_("authority (Chinese)"), max_length=80, blank=True)
    authority_en = models.CharField(_("authority (English)"), max_length=160, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    legal_standing = models.CharField(_("legal standing"), max_length=20, choices=LegalStanding, blank=True)
    legal_note_zh = models.CharField(_("note on the legal standing (Chinese)"), max_length=200, blank=True)
    legal_note_en = models.CharField(_("note on the legal standing (English)"), max_length=300, blank=True)
    planned_area_km2 = models.DecimalField(
        _("planned area (km²)"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only where this event changes the planned area of the zone."),
    )
    is_honour = models.BooleanField(_("honour"), default=False)

    title = Translated("title")
    description = Translated("description")
    authority = Translated("authority")
    legal_note = Translated("legal_note")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["year", "month", "day", "slug"]
        default_permissions = CONTENT_RIGHTS
        constraints = [
            Check(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="milestone_year_in_range",
                field="year",
                violation_error_message=_("The year must lie between 1949 and 2100."),
            ),
            Check(
                condition=Q(month=None) | Q(month__gte=1, month__lte=12),
                name="milestone_month_in_range",
                field="month",
                violation_error_message=_("The month must lie between 1 and 12."),
            ),
            Check(
                condition=Q(day=None) | Q(day__gte=1, day__lte=31, month__isnull=False),
                name="milestone_day_needs_month",
                field="day",
                violation_error_message=_("A day needs its month, and lies between 1 and 31."),
            ),
            Check(
                condition=Q(planned_area_km2=None) | Q(planned_area_km2__gt=0, planned_area_km2__lt=AREA_LIMIT_KM2),
                name="milestone_area_positive",
                field="planned_area_km2",
                violation_error_message=_(
                    "The planned area must be greater than zero and below 10,000 km². Check the unit."
                ),
            ),
            Check(
                condition=Q(planned_area_km2=None) | ~Q(legal_standing=""),
                name="milestone_area_needs_legal_standing",
                field="legal_standing",
                violation_error_message=_("A planned area is only shown with its legal standing. Choose the standing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when} {self.title}"

    @property
    def when(self) -> str:
        """`1992`, `2015-02` or `2015-02-03`: as precise as what is known."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def clean(self) -> None:
        super().clean()
        if self.year and self.month and self.day:
            try:
                date(self.year, self.month, self.day)
            except ValueError as error:
                raise ValidationError({"day": _("This day does not exist in the calendar.")}) from error

    def get_absolute_url(self) -> str:
        return f"{reverse('profile')}#milestone-{self.slug}"
