from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.models import Park
from parks.querysets import OfficeQuerySet
from stats.models.indicator import UNIT_CHOICES, Indicator
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field, year_field
from zoneportal.numbers import UNITS
from zoneportal.rights import RECORD_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR


class AskedOf(models.TextChoices):
    """Which enterprises a line of the form is for."""

    ALL = "all", _("all enterprises")
    INDUSTRIAL = "industrial", _("industrial enterprises")
    ABOVE_SCALE = "above_scale", _("enterprises above designated size")


class LineRole(models.TextChoices):
    """What checks, size classes and the above-scale status have to recognise, whatever the indicator is called."""

    REVENUE = "revenue", _("revenue")
    STAFF = "staff", _("staff at the end of the year")
    ASSETS = "assets", _("total assets")


class SurveyYear(models.Model):
    """One year of annual statistics: its form (`lines`), and the register as it stood on its 31 December (`entries`).

    From freezing to release everything of the year hangs on it. What was frozen says `frozen_at`.
    """

    year = year_field(_("year"), unique=True)
    title_zh = models.CharField(_("title of the form (Chinese)"), max_length=120)
    title_en = models.CharField(_("title of the form (English)"), max_length=240, blank=True)
    document_number = models.CharField(
        _("document number"), max_length=120, blank=True, help_text=_("The notice by which the form is collected.")
    )
    due_on = models.DateField(_("returns are due on"), null=True, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True, editable=False)
    frozen_by = author_field(_("frozen by"), editable=False)

    title = Translated("title")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("survey year")
        verbose_name_plural = _("survey years")
        ordering = ["-year"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Check(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="survey_year_in_range",
                field="year",
                violation_error_message=_("The year must lie between 1949 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}".strip()


class FormLine(models.Model):
    """An indicator that the form of a year asks: in which unit, of whom, and of which line it is a part (其中).

    Values of returns are kept in the unit of the line, as enterprises write them; figures in that of the definition.
    """

    survey = models.ForeignKey(
        SurveyYear, on_delete=models.CASCADE, related_name="lines", verbose_name=_("survey year")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="form_lines", verbose_name=_("indicator")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    unit = models.CharField(_("unit asked"), max_length=20, choices=UNIT_CHOICES)
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The line of which this one is a part (其中): it can never be greater."),
    )
    role = models.CharField(
        _("stands for"),
        max_length=10,
        choices=LineRole,
        blank=True,
        help_text=_("For checks and size classes. At most one line of a form each."),
    )
    asked_of = models.CharField(_("asked of"), max_length=12, choices=AskedOf, default=AskedOf.ALL)
    park = models.ForeignKey(
        Park,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only in this park"),
    )
    may_be_negative = models.BooleanField(
        _("may be negative"), default=False, help_text=_("For profits and the like. Staff and revenue never are.")
    )
    hint_zh = models.CharField(_("how to fill in (Chinese)"), max_length=300, blank=True)
    hint_en = models.CharField(_("how to fill in (English)"), max_length=500, blank=True)

    hint = Translated("hint")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("form line")
        verbose_name_plural = _("form lines")
        ordering = ["survey", "position", "pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Unique(
                fields=["survey", "indicator"],
                name="form_line_once",
                field="indicator",
                violation_error_message=_("The form asks this indicator already."),
            ),
            Unique(
                fields=["survey", "role"],
                condition=~Q(role=""),
                name="form_line_role_once",
                field="role",
                violation_error_message=_("Another line of this form stands for this already."),
            ),
            Check(
                condition=~Q(unit=""),
                name="form_line_has_unit",
                field="unit",
                violation_error_message=_("A line of the form needs its unit."),
            ),
            Check(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="form_line_not_part_of_itself",
                field="part_of",
                violation_error_message=_("A line cannot be a part of itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}（{self.get_unit_display()}）"

    def clean(self) -> None:
        dimension = UNITS[self.unit].dimension if self.unit else ""
        if dimension == "share":
            raise ValidationError(
                {"unit": _("Per cents of enterprises cannot be added up. Ask for the amounts they come from.")}
            )
        definition = self.definition()
        if self.indicator_id and self.survey_id and definition is None:
            raise ValidationError(
                {"indicator": _("This indicator has no definition (and so no unit) for this year. Add one first.")}
            )
        if definition and dimension and UNITS[definition.unit].dimension != dimension:
            raise ValidationError(
                {"unit": _("The definition of the indicator counts in %(unit)s, which measures something else.")
                 % {"unit": definition.get_unit_display()}}
            )  # fmt: skip
        if self.part_of:
            self._check_whole(dimension)
        stored = FormLine.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and (stored.unit, stored.indicator_id) != (self.unit, self.indicator_id) and self.values.exists():
            raise ValidationError(
                {"unit": _("Returns hold values of this line: its unit and its indicator stay. Take those out first.")}
            )

    def _check_whole(self, dimension: str) -> None:
        if self.part_of.survey_id != self.survey_id:
            raise ValidationError({"part_of": _("This line belongs to the form of another year.")})
        if dimension and UNITS[self.part_of.unit].dimension != dimension:
            raise ValidationError({"part_of": _("A part and its whole measure the same thing.")})
        line, seen = self.part_of, {self.pk}
        while line is not None:
            if line.pk in seen:
                raise ValidationError({"part_of": _("These lines would be parts of each other.")})
            seen.add(line.pk)
            line = line.part_of

    def asks(self, entry) -> bool:
        """Whether the line is for this enterprise of the frozen year."""
        if self.park_id is not None and self.park_id != entry.park_id:
            return False
        if self.asked_of == AskedOf.INDUSTRIAL:
            return entry.is_industrial
        return self.asked_of == AskedOf.ALL or entry.is_above_scale

    def definition(self):
        """The definition of the indicator in the year of the form, or None. One query."""
        if not self.indicator_id or not self.survey_id:
            return None
        dated = self.indicator.definitions.filter(valid_from_year__lte=self.survey.year)
        return dated.order_by("-valid_from_year").first()
