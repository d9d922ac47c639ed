from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import IndustryTag
from parks.models import Park
from parks.querysets import OfficeQuerySet
from stats.models.indicator import UNIT_CHOICES, Indicator
from stats.models.release import Release
from stats.scope import scope_key
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field, year_field
from zoneportal.rights import RECORD_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class Protection(models.Model):
    """A run of disclosure control over a release: what it withheld, and what the independent audit found.

    It holds for exactly the figures with this digest; a release without a passed and matching one cannot be approved.
    """

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="protections", verbose_name=_("release")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = author_field(_("made by"))
    figures_sha256 = models.CharField(_("SHA-256 of the figures"), max_length=64)
    is_safe = models.BooleanField(_("audit passed"), default=False)
    result = models.JSONField(_("result"), default=dict, blank=True)  # counts, seconds, exposed cells: internal

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure control of a release")
        verbose_name_plural = _("disclosure control of releases")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"{self.release} {timezone.localtime(self.made_at):%Y-%m-%d %H:%M}"


class ReportedTotal(models.Model):
    """A total that another source states (tax office, statistics bureau, a park's own report), to reconcile with."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="reported_totals", verbose_name=_("indicator")
    )
    year = year_field(_("year"))
    park = models.ForeignKey(
        Park, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("park")
    )
    industry = models.ForeignKey(
        IndustryTag,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("industry of the zone"),
    )
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20, choices=UNIT_CHOICES)
    scope_key = models.CharField(_("scope"), max_length=120, blank=True, editable=False)
    decimals = models.PositiveSmallIntegerField(
        _("decimals stated"), default=2, help_text=_("How exact the source is: its rounding is no difference.")
    )
    source = models.CharField(_("source"), max_length=160)
    document_number = models.CharField(_("document number"), max_length=120, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("total of another source")
        verbose_name_plural = _("totals of other sources")
        ordering = ["-year", "indicator", "source", "pk"]
        default_permissions = RECORD_RIGHTS
        constraints = [
            Check(
                condition=~Q(source=""),
                name="reported_total_has_source",
                field="source",
                violation_error_message=_("Name the source of this total."),
            ),
            Unique(
                fields=["indicator", "year", "scope_key", "source"],
                name="reported_total_once",
                violation_error_message=_("This source states this total already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.source}"

    def save(self, *args, **kwargs):
        self.scope_key = self.computed_scope_key()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.scope_key = self.computed_scope_key()

    def computed_scope_key(self) -> str:
        codes = {"park": self.park.code if self.park else "", "industry": self.industry.code if self.industry else ""}
        return scope_key(**codes)


class DifferenceKind(models.TextChoices):
    PARKS = "parks", _("parks against the zone")
    INDUSTRIES = "industries", _("industries against the zone")
    SIZES = "sizes", _("size classes against the zone")
    RETURNS = "returns", _("returns against the figure")
    SOURCE = "source", _("ours against another source")


class Difference(models.Model):
    """Two numbers of a release that should agree and do not: how far apart, and why. Unexplained, it blocks.

    An explanation holds for these two numbers: when one of them moves, it has to be given and signed again.
    """

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="differences", verbose_name=_("release")
    )
    kind = models.CharField(_("what is compared"), max_length=12, choices=DifferenceKind)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    year = year_field(_("year"))
    scope_key = models.CharField(_("scope"), max_length=120)
    against = models.CharField(_("other source"), max_length=160, blank=True)
    ours = models.DecimalField(_("number checked"), max_digits=15, decimal_places=4)
    theirs = models.DecimalField(_("number it is checked against"), max_digits=15, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=20, choices=UNIT_CHOICES)
    tolerance = models.DecimalField(_("tolerance from rounding"), max_digits=15, decimal_places=4)
    residual = models.CharField(
        _("name of the residual"), max_length=80, blank=True, help_text=_("For example: not assigned to a park.")
    )
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = author_field(_("signed by"))

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["release", "indicator", "-year", "kind", "scope_key", "against", "pk"]
        default_permissions = ("view", "change")
        constraints = [
            Unique(
                fields=["release", "kind", "indicator", "year", "scope_key", "against"],
                name="difference_once",
                violation_error_message=_("This difference is on record already."),
            ),
            Check(
                condition=Q(explanation="", signed_at=None) | (~Q(explanation="") & Q(signed_at__isnull=False)),
                name="difference_signed_with_explanation",
                field="explanation",
                violation_error_message=_("An explanation is signed, and only an explanation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.get_kind_display()}"
