from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import IndustryTag
from enterprises.queries.named import refuse_enterprises
from parks.models import Park
from stats.marks import CONFIDENTIAL, MARKS, QUALIFIERS
from stats.models.indicator import Indicator, IndicatorDefinition
from stats.models.release import RELEASED_STAYS, REVIEWED_IS_LOCKED, Release, ReleaseStatus
from stats.querysets import FigureQuerySet
from stats.scope import scope_key
from zoneportal.bilingual import Translated, either
from zoneportal.constraints import Check, Unique
from zoneportal.fields import year_field
from zoneportal.numbers import COUNTED, UNITS, VALUE_LIMIT
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR

DRAFT = ReleaseStatus.DRAFT
RELEASE_DECIDED = _("This release is in review or decided already. Choose one in preparation.")
COMPILED_FOLLOWS_RETURNS = _(
    "This value was compiled from returns and is not typed over. Correct the return, then compile the year again."
)
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


# The codes and words stand in `stats.marks`.
MARK_CHOICES = [(mark.code, _(mark.explanation)) for mark in MARKS.values()]
QUALIFIER_CHOICES = [(each.code, either(each.word_zh, each.word_en)) for each in QUALIFIERS.values()]


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
    year = year_field(_("year"))
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
        choices=MARK_CHOICES,
        blank=True,
        help_text=_("Instead of a value. Zero is the value 0."),
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=QUALIFIER_CHOICES, blank=True)
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
    is_sample = models.BooleanField(_("sample data"), default=False, editable=False)  # compiled from sample returns

    note = Translated("note")

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "scope_key", "-year", "-vintage", "-revision", "pk"]
        default_permissions = SHEET_RIGHTS
        indexes = [
            models.Index(fields=["release", "indicator", "year"], name="figure_release"),
            models.Index(fields=["release"], condition=Q(is_sample=True), name="figure_sample"),
        ]
        constraints = [
            Unique(
                fields=["indicator", "year", "scope_key", "vintage", "revision"],
                name="figure_once",
                violation_error_message=_("This figure (indicator, year, scope, vintage, revision) exists already."),
            ),
            Check(
                condition=Q(value__isnull=False, mark="") | (Q(value=None) & ~Q(mark="")),
                name="figure_value_or_mark",
                field="value",
                violation_error_message=_("A figure has either a value or a mark: fill in one of them, not both."),
            ),
            Check(
                condition=Q(value=None) | Q(value__gt=-VALUE_LIMIT, value__lt=VALUE_LIMIT),
                name="figure_value_is_number",
                field="value",
                violation_error_message=_("The value must be a number with at most 11 digits before the point."),
            ),
            Check(
                condition=Q(qualifier="") | Q(value__isnull=False),
                name="figure_qualifier_needs_value",
                field="qualifier",
                violation_error_message=_("A qualifier such as 余 needs a value."),
            ),
            Check(
                condition=Q(revision=0) | ~Q(reason=""),
                name="figure_revision_has_reason",
                field="reason",
                violation_error_message=_("A revision needs its reason."),
            ),
            Check(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="figure_year_in_range",
                field="year",
                violation_error_message=_("The year must lie between 1949 and 2100."),
            ),
            Check(
                condition=~Q(scope_key=""),
                name="figure_has_scope",
                violation_error_message=_("A figure needs its scope."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}"

    @transaction.atomic
    def save(self, *args, **kwargs):
        self._hold_releases()
        if why := self.why_locked():
            raise ValidationError(why)
        self.scope_key = self.computed_scope_key()
        if self.definition_id is None:
            self.definition = self.definition_of_year()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if why := self.why_locked():
            raise ProtectedError(str(RELEASED_STAYS if why == RELEASED_IS_FINAL else why), {self})
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        if transaction.get_connection().in_atomic_block:
            self._hold_releases()
        if why := self.why_locked():
            raise ValidationError(why)
        self._check_compiled()
        refuse_enterprises({"reason": self.reason})
        if self.release and self.release.status != DRAFT:
            raise ValidationError({"release": RELEASE_DECIDED})
        self.scope_key = self.computed_scope_key()
        if self.indicator_id and self.year and self.definition_id is None:
            self.definition = self.definition_of_year()
            if self.definition_id is None:
                raise ValidationError(
                    {"indicator": _("This indicator has no definition (and so no unit) for this year. Add one first.")}
                )
        if self.definition_id:
            self._check_definition()
        if self.definition_id and self.value is not None:
            self._check_count()

    def _check_compiled(self) -> None:
        stored = Figure.objects.filter(pk=self.pk, compiled__isnull=False).values_list("value", "mark").first()
        if stored and stored != (self.value, self.mark):
            raise ValidationError({"value": COMPILED_FOLLOWS_RETURNS})

    def _check_definition(self) -> None:
        if self.definition.indicator_id != self.indicator_id:
            raise ValidationError({"definition": _("This definition belongs to another indicator.")})
        if self.year and self.year < self.definition.valid_from_year:
            raise ValidationError({"definition": _("This definition holds for later years only.")})

    def _check_count(self) -> None:
        """Enterprises and persons are whole and not negative. Whole in the unit stored: 4.5 enterprises is a slip."""
        if UNITS[self.definition.unit].dimension in COUNTED and (self.value < 0 or self.value % 1):
            raise ValidationError({"value": _("A number of enterprises or persons is whole and not negative.")})

    @property
    def known_value(self) -> Decimal | None:
        """The value, a withheld one too; None where there is none. What was typed over the mark goes before it."""
        if self.mark != CONFIDENTIAL:
            return self.value
        withheld = getattr(self, "withheld", None)
        return withheld.value if withheld is not None else None

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

    def _hold_releases(self) -> None:
        """Until the transaction ends, nobody decides the release where the figure stands or the one where it goes.

        Errors: ValidationError when the latter was decided since it was read. One query.
        """
        stands = Figure.objects.filter(pk=self.pk).exclude(release=None).values("release")
        releases = Release.objects.filter(Q(pk=self.release_id) | Q(pk__in=stands)).order_by("pk")
        statuses = dict(releases.select_for_update().values_list("pk", "status"))
        if statuses.get(self.release_id, DRAFT) != DRAFT and self.release.status == DRAFT:
            raise ValidationError({"release": RELEASE_DECIDED})

    def why_locked(self) -> str | Promise:
        """Why nobody may change the stored row, embargoed ones included; empty where it may be changed. One query."""
        stored = Figure.objects.filter(pk=self.pk).values_list("release__status", flat=True) if self.pk else ()
        locks = {ReleaseStatus.IN_REVIEW: REVIEWED_IS_LOCKED, ReleaseStatus.RELEASED: RELEASED_IS_FINAL}
        return locks.get(next(iter(stored), None), "")

    def is_final(self) -> bool:
        """Whether the stored row stands in a release that was decided, embargoed ones included. One query."""
        if not self.pk:
            return False
        return Figure.objects.filter(pk=self.pk, release__status=ReleaseStatus.RELEASED).exists()
