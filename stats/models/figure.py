from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import IndustryTag
from parks.models import Park
from stats.models.indicator import Indicator, IndicatorDefinition
from stats.models.release import Release, ReleaseStatus
from stats.querysets import FigureQuerySet
from stats.scope import scope_key
from zoneportal.bilingual import Translated
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.years import FIRST_YEAR, LAST_YEAR

RELEASED_IS_FINAL = _("This figure is released and cannot be changed. Add a revision with its reason.")


class Vintage(models.IntegerChoices):
    """From the first flash to the verified value; a higher one supersedes the lower."""

    FLASH = 1, _("flash")
    PRELIMINARY = 2, _("preliminary")
    ANNUAL = 3, _("final annual")
    VERIFIED = 4, _("verified")


class SizeClass(models.TextChoices):
    """统计上大中小微型企业划分办法 (2017)."""

    LARGE = "large", _("large")
    MEDIUM = "medium", _("medium")
    SMALL = "small", _("small")
    MICRO = "micro", _("micro")


class Mark(models.TextChoices):
    """Why there is no number; see `stats.marks` for symbols. Zero is the value 0 and no mark."""

    BELOW_UNIT = "below_unit", _("below half of the unit")
    NOT_AVAILABLE = "not_available", _("not available")
    NOT_YET = "not_yet", _("not yet available")
    CONFIDENTIAL = "confidential", _("confidential")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class Qualifier(models.TextChoices):
    """Words that are part of the figure, such as the 余 of 4000余家."""

    OVER = "over", _("over (余)")
    ABOUT = "about", _("about (约)")
    EXCEEDING = "exceeding", _("exceeding (超)")
    NEARLY = "nearly", _("nearly (近)")


class Figure(models.Model):
    """One value (or mark) of an indicator, for a year and a scope, in one vintage and revision.

    A figure points to the definition it was made by, and so to its unit. Superseded, never overwritten.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="figures", verbose_name=_("indicator")
    )
    definition = models.ForeignKey(
        IndicatorDefinition,
        on_delete=models.PROTECT,
        related_name="figures",
        verbose_name=_("definition"),
        help_text=_("Gives the unit. Chosen by the year when left to the program."),
        blank=True,
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    park = models.ForeignKey(
        Park, on_delete=models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("park")
    )
    industry = models.ForeignKey(
        IndustryTag,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("industry of the zone"),
    )
    size_class = models.CharField(_("size class"), max_length=10, choices=SizeClass, blank=True)
    scope_key = models.CharField(_("scope"), max_length=120, blank=True, editable=False)
    vintage = models.PositiveSmallIntegerField(_("vintage"), choices=Vintage, default=Vintage.ANNUAL)
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    value = models.DecimalField(
        _("value"),
        max_digits=15,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("In the unit of the definition."),
    )
    mark = models.CharField(
        _("mark"),
        max_length=20,
        choices=Mark,
        blank=True,
        help_text=_("Instead of a value. Zero is the value 0."),
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    note_zh = models.CharField(_("note (Chinese)"), max_length=300, blank=True)
    note_en = models.CharField(_("note (English)"), max_length=500, blank=True)
    reason = models.CharField(
        _("reason of the revision"), max_length=300, blank=True, help_text=_("Published with the revision.")
    )
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("release"),
        help_text=_("Internal until its release is public."),
    )

    note = Translated("note")

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "scope_key", "-year", "-vintage", "-revision", "pk"]
        default_permissions = SHEET_RIGHTS
        indexes = [models.Index(fields=["release", "indicator", "year"], name="figure_release")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "scope_key", "vintage", "revision"],
                name="figure_once",
                violation_error_message=_("This figure (indicator, year, scope, vintage, revision) exists already."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, mark="") | (Q(value=None) & ~Q(mark="")),
                name="figure_value_or_mark",
                violation_error_message=_("A figure has either a value or a mark: fill in one of them, not both."),
            ),
            models.CheckConstraint(
                condition=Q(qualifier="") | Q(value__isnull=False),
                name="figure_qualifier_needs_value",
                violation_error_message=_("A qualifier such as 余 needs a value."),
            ),
            models.CheckConstraint(
                condition=Q(revision=0) | ~Q(reason=""),
                name="figure_revision_has_reason",
                violation_error_message=_("A revision needs its reason."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="figure_year_in_range",
                violation_error_message=_("The year must lie between 1949 and 2100."),
            ),
            models.CheckConstraint(
                condition=~Q(scope_key=""),
                name="figure_has_scope",
                violation_error_message=_("A figure needs its scope."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    def save(self, *args, **kwargs):
        self.scope_key = self.computed_scope_key()
        if self.definition_id is None:
            self.definition = self.definition_of_year()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.is_final():
            raise ValidationError(RELEASED_IS_FINAL)
        self.scope_key = self.computed_scope_key()
        if self.indicator_id and self.year and self.definition_id is None:
            self.definition = self.definition_of_year()
            if self.definition is None:
                raise ValidationError(
                    {"indicator": _("This indicator has no definition (and so no unit) for this year. Add one first.")}
                )
        if self.definition_id and self.definition.indicator_id != self.indicator_id:
            raise ValidationError({"definition": _("This definition belongs to another indicator.")})

    def computed_scope_key(self) -> str:
        return scope_key(
            park=self.park.code if self.park else "",
            industry=self.industry.code if self.industry else "",
            size_class=self.size_class,
        )

    def definition_of_year(self) -> IndicatorDefinition | None:
        """The definition in force in the figure's year. One query."""
        return (
            IndicatorDefinition.objects.filter(indicator=self.indicator_id, valid_from_year__lte=self.year)
            .order_by("-valid_from_year")
            .first()
        )

    def is_final(self) -> bool:
        """Whether the stored row stands in a release that was decided, embargoed ones included. One query."""
        if not self.pk:
            return False
        return Figure.objects.filter(pk=self.pk, release__status=ReleaseStatus.RELEASED).exists()
