from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.querysets import OfficeQuerySet
from zoneportal.bilingual import Translated, either
from zoneportal.constraints import Check, Unique
from zoneportal.fields import year_field
from zoneportal.fixed_keys import FixedKeys
from zoneportal.numbers import UNITS
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR

RESERVED_CODES = ("releases", "data")  # addresses below /statistics/
MAX_DECIMALS = 4
UNIT_CHOICES = [(unit.code, either(unit.name_zh, unit.name_en)) for unit in UNITS.values()]


class Theme(models.TextChoices):
    ECONOMY = "economy", _("economy")
    INDUSTRY = "industry", _("industry")
    FINANCE = "finance", _("public finance")
    ENTERPRISES = "enterprises", _("enterprises")
    INNOVATION = "innovation", _("innovation")
    TRADE = "trade", _("trade and investment")
    PEOPLE = "people", _("people and employment")
    LAND = "land", _("land and environment")


class Direction(models.TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")
    NEUTRAL = "neutral", _("neither")


class Indicator(FixedKeys):
    """What is measured. Its meaning, unit and source are dated definitions."""

    FIXED = ("code",)

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Fixed; the page is /statistics/<code>/, sheets know it by it."),
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=80, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    decimals = models.PositiveSmallIntegerField(
        _("decimals shown"), default=2, validators=[MaxValueValidator(MAX_DECIMALS)]
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.UP)
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    is_headline = models.BooleanField(_("headline figure"), default=False, help_text=_("Shown on the home page."))

    computed_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="computed",
        verbose_name=_("computed from"),
        help_text=_("Of a rate, a share or an average. Where one of these is withheld, this one is not shown, either."),
    )

    name = Translated("name")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport], m2m_fields=[computed_from])

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["theme", "position", "code"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Check(
                condition=~Q(code__in=RESERVED_CODES),
                name="indicator_code_not_reserved",
                field="code",
                violation_error_message=_("The codes releases and data are addresses of the site. Choose another."),
            ),
            Check(
                condition=Q(decimals__lte=MAX_DECIMALS),
                name="indicator_decimals_in_range",
                field="decimals",
                violation_error_message=_("At most 4 decimals can be shown."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.code])


class IndicatorDefinition(models.Model):
    """What the indicator means from a year on: definition, unit and source. Without one nothing is publishable."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="definitions", verbose_name=_("indicator")
    )
    valid_from_year = year_field(_("valid from year"))
    unit = models.CharField(_("unit"), max_length=20, choices=UNIT_CHOICES)
    definition_zh = models.TextField(_("definition (Chinese)"), max_length=2000)
    definition_en = models.TextField(_("definition (English)"), max_length=3000, blank=True)
    source_zh = models.CharField(_("source (Chinese)"), max_length=160)
    source_en = models.CharField(_("source (English)"), max_length=240, blank=True)
    is_comparable = models.BooleanField(
        _("comparable with the previous definition"),
        default=True,
        help_text=_("No: the series has a break here, and no growth is computed across it."),
    )

    definition = Translated("definition")
    source = Translated("source")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("indicator definition")
        verbose_name_plural = _("indicator definitions")
        ordering = ["indicator", "valid_from_year"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["indicator", "valid_from_year"],
                name="indicator_definition_once_a_year",
                field="valid_from_year",
                violation_error_message=_("The indicator has a definition from this year on already."),
            ),
            Check(
                condition=Q(valid_from_year__gte=FIRST_YEAR, valid_from_year__lte=LAST_YEAR),
                name="indicator_definition_year_in_range",
                field="valid_from_year",
                violation_error_message=_("The year must lie between 1949 and 2100."),
            ),
            Check(
                condition=~Q(unit=""),
                name="indicator_definition_has_unit",
                field="unit",
                violation_error_message=_("A definition needs its unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ({self.valid_from_year}–, {self.get_unit_display()})"

    def clean(self) -> None:
        stored = IndicatorDefinition.objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None:
            return
        if stored.unit != self.unit and self.figures.exists():
            raise ValidationError(
                {"unit": _("Figures were made by this definition. Add a new definition with the new unit instead.")}
            )
        moved = [name for name in ("valid_from_year", "is_comparable") if getattr(stored, name) != getattr(self, name)]
        if moved and self.figures.filter(release__status="released").exists():
            # Both decide which growth the public sees.
            raise ValidationError(
                {moved[0]: _("Released figures were made by this definition. Add a new definition instead.")}
            )
