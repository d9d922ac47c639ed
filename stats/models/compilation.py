from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parks.querysets import OfficeQuerySet
from stats.models.entry import EnterpriseYear
from stats.models.figure import Figure, Vintage
from stats.models.survey import SurveyYear
from stats.querysets import OfEntry
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field


class Compilation(models.Model):
    """One run that made the figures of a year from accepted returns: from what, by which rules and code, by whom.

    `inputs` are the values that it read, so that the same input can be shown to give the same figures years later.
    """

    survey = models.ForeignKey(
        SurveyYear, on_delete=models.PROTECT, related_name="compilations", verbose_name=_("survey year")
    )
    vintage = models.PositiveSmallIntegerField(_("vintage"), choices=Vintage)
    compiled_at = models.DateTimeField(_("compiled at"))
    compiled_by = author_field(_("compiled by"))
    code_version = models.CharField(_("version of the program"), max_length=64)
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    inputs_sha256 = models.CharField(_("SHA-256 of the input"), max_length=64)
    figures_sha256 = models.CharField(_("SHA-256 of the figures"), max_length=64)
    return_count = models.PositiveIntegerField(_("returns"), default=0)
    figure_count = models.PositiveIntegerField(_("figures"), default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("compilation")
        verbose_name_plural = _("compilations")
        ordering = ["-compiled_at", "-pk"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"{self.survey.year} {self.get_vintage_display()} {self.pk}"


class CompilationInput(models.Model):
    """What one accepted return gave to a compilation: {key of the form line: value as text}. Confidential."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="inputs")
    entry = models.ForeignKey(EnterpriseYear, on_delete=models.PROTECT, related_name="+")
    scope = models.JSONField(default=dict)  # park, industry, size_class and holding as they were frozen then
    values = models.JSONField(default=dict)

    objects = OfEntry.as_manager()

    class Meta:
        verbose_name = _("input of a compilation")
        verbose_name_plural = _("inputs of compilations")
        ordering = ["compilation", "entry", "pk"]
        default_permissions = ("view",)
        constraints = [
            Unique(
                fields=["compilation", "entry"],
                name="compilation_input_once",
                violation_error_message=_("The return stands in this compilation already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.compilation} {self.entry}"


class CompiledFigure(models.Model):
    """That a figure was compiled, and from how many returns; a figure without one was typed or imported."""

    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="compiled", verbose_name=_("figure"))
    compilation = models.ForeignKey(
        Compilation, on_delete=models.PROTECT, related_name="figures", verbose_name=_("compilation")
    )
    contributors = models.PositiveIntegerField(_("returns with a value"), default=0)

    class Meta:
        verbose_name = _("compiled figure")
        verbose_name_plural = _("compiled figures")
        ordering = ["compilation", "figure"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.figure} {self.compilation}"


class Withholding(models.TextChoices):
    PRIMARY = "primary", _("primary: the cell itself would give an enterprise away")
    SECONDARY = "secondary", _("secondary: by subtraction it would give another cell away")
    DERIVED = "derived", _("derived from a withheld value")


class WithheldValue(models.Model):
    """The value of a figure that disclosure control withholds. The figure itself holds the mark `confidential`.

    So no page, file or program that reads figures can leak it: it is not there.
    """

    figure = models.OneToOneField(Figure, on_delete=models.CASCADE, related_name="withheld", verbose_name=_("figure"))
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=4)
    kind = models.CharField(_("why"), max_length=10, choices=Withholding)
    reasons = models.JSONField(_("details"), default=dict, blank=True)  # for the statistician: rule, contributors

    class Meta:
        verbose_name = _("withheld value")
        verbose_name_plural = _("withheld values")
        ordering = ["figure"]
        default_permissions = ("view",)
        constraints = [
            Check(
                condition=~Q(kind=""),
                name="withheld_value_has_reason",
                violation_error_message=_("A withheld value needs its reason."),
            )
        ]

    def __str__(self) -> str:
        return str(self.figure)
