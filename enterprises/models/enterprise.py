from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models.industry import IndustryClass, IndustryTag
from enterprises.querysets import EnterpriseQuerySet, OfEnterprise
from enterprises.validators import CREDIT_CODE_PATTERN, OLD_NUMBER_PATTERN, validate_credit_code
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field
from zoneportal.fixed_keys import FixedKeys
from zoneportal.numbers import VALUE_LIMIT
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class Currency(models.TextChoices):
    """ISO 4217 codes that registers use for registered capital."""

    CNY = "CNY", _("renminbi")
    USD = "USD", _("US dollar")
    HKD = "HKD", _("Hong Kong dollar")
    EUR = "EUR", _("euro")
    JPY = "JPY", _("yen")
    GBP = "GBP", _("pound sterling")


class NumberSeries(models.Model):
    """The counter behind the zone-issued numbers. One row a series, locked while numbers are drawn."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class Enterprise(FixedKeys):
    """Register-public facts of one enterprise. Returns (confidential) never stand here."""

    FIXED = ("number",)

    number = models.CharField(
        _("zone number"),
        max_length=12,
        unique=True,
        blank=True,
        editable=False,
        help_text=_("Issued by the zone, never changed; the enterprise's public address."),
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=160, db_index=True)
    name_en = models.CharField(_("name (English)"), max_length=240, blank=True)
    credit_code = models.CharField(
        _("credit code"),
        max_length=18,
        null=True,
        blank=True,
        unique=True,
        validators=[validate_credit_code],
        help_text=_("18 characters, as on the business licence. Leave empty while it is not known."),
    )
    old_registration_number = models.CharField(
        _("old registration number"),
        max_length=15,
        blank=True,
        validators=[RegexValidator(OLD_NUMBER_PATTERN, _("The registration number from before 2015 has 15 digits."))],
    )
    legal_form = models.CharField(
        _("legal form"), max_length=60, blank=True, help_text=_("As the business register says.")
    )
    established_on = models.DateField(_("established on"), null=True, blank=True)
    capital_wan = models.DecimalField(
        _("registered capital (10,000)"),
        max_digits=15,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In units of 10,000 of its currency."),
    )
    capital_currency = models.CharField(_("currency"), max_length=3, choices=Currency, blank=True)
    business_scope = models.TextField(_("business scope"), max_length=4000, blank=True)
    address = models.CharField(_("registered address"), max_length=240, blank=True)
    industry_class = models.ForeignKey(
        IndustryClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enterprises",
        verbose_name=_("industry class (GB/T 4754)"),
    )
    industries = models.ManyToManyField(
        IndustryTag,
        through="EnterpriseTag",
        related_name="enterprises",
        verbose_name=_("industries of the zone"),
    )
    is_headquarters_economy = models.BooleanField(_("headquarters economy"), default=False)
    is_representative = models.BooleanField(
        _("representative enterprise"), default=False, help_text=_("Named on the page of the industries.")
    )
    is_sample = models.BooleanField(_("sample data"), default=False, editable=False)
    confirmed_at = models.DateTimeField(_("public since"), null=True, blank=True, editable=False)
    confirmed_by = author_field(_("confirmed by"), editable=False)

    name = Translated("name")

    objects = EnterpriseQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["number"]
        default_permissions = (*SHEET_RIGHTS, "confirm")
        indexes = [
            models.Index(fields=["confirmed_at", "number"], name="enterprise_public_list"),
            models.Index(fields=["number"], condition=Q(is_representative=True), name="enterprise_representative"),
        ]
        constraints = [
            Check(
                condition=Q(credit_code=None) | Q(credit_code__regex=CREDIT_CODE_PATTERN),
                name="enterprise_credit_code_form",
                field="credit_code",
                violation_error_message=_("A credit code has 18 digits and capital letters, without I, O, S, V and Z."),
            ),
            Check(
                condition=Q(old_registration_number="") | Q(old_registration_number__regex=OLD_NUMBER_PATTERN),
                name="enterprise_old_number_form",
                field="old_registration_number",
                violation_error_message=_("The registration number from before 2015 has 15 digits."),
            ),
            Check(
                condition=Q(capital_wan=None, capital_currency="")
                | (Q(capital_wan__isnull=False) & ~Q(capital_currency="")),
                name="enterprise_capital_has_currency",
                field="capital_currency",
                violation_error_message=_("Registered capital needs its amount and its currency."),
            ),
            Check(
                condition=Q(capital_wan=None) | Q(capital_wan__gte=0, capital_wan__lt=VALUE_LIMIT),
                name="enterprise_capital_not_negative",
                field="capital_wan",
                violation_error_message=_("Registered capital cannot be negative."),
            ),
            Check(
                condition=~Q(name_zh=""),
                name="enterprise_has_name",
                field="name_zh",
                violation_error_message=_("An enterprise needs its name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def save(self, *args, **kwargs):
        if not self.number:
            (self.number,) = draw_numbers(1)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("enterprise", args=[self.number])

    def clean(self) -> None:
        super().clean()
        self.credit_code = self.credit_code or None


class EnterpriseFormerName(models.Model):
    """A name the enterprise bore until a day; search and sheets still find it by it."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("enterprise")
    )
    name_zh = models.CharField(_("former name"), max_length=160)
    used_until = models.DateField(_("used until"), null=True, blank=True)

    objects = OfEnterprise.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("former name of an enterprise")
        verbose_name_plural = _("former names of enterprises")
        ordering = ["enterprise", "-used_until", "pk"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["enterprise", "name_zh"],
                name="enterprise_former_name_once",
                field="name_zh",
                violation_error_message=_("This former name is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.name_zh


class EnterpriseFormerNumber(models.Model):
    """The number of a record that was merged into this one. Its public address leads here, and sheets find it by it."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="former_numbers", verbose_name=_("enterprise")
    )
    number = models.CharField(_("former zone number"), max_length=12, unique=True)

    objects = OfEnterprise.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("former number of an enterprise")
        verbose_name_plural = _("former numbers of enterprises")
        ordering = ["enterprise", "number"]
        default_permissions = ()  # written by merges only

    def __str__(self) -> str:
        return self.number


class EnterpriseTag(models.Model):
    """An enterprise belongs to an industry of the zone; one of them can be its main one."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="tags", verbose_name=_("enterprise")
    )
    industry = models.ForeignKey(
        IndustryTag,
        on_delete=models.PROTECT,
        related_name="enterprise_tags",
        verbose_name=_("industry of the zone"),
    )
    is_main = models.BooleanField(_("main industry"), default=False)

    objects = OfEnterprise.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("industry of an enterprise")
        verbose_name_plural = _("industries of enterprises")
        ordering = ["enterprise", "industry"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["enterprise", "industry"],
                name="enterprise_tag_once",
                field="industry",
                violation_error_message=_("The enterprise has this industry already."),
            ),
            Unique(
                fields=["enterprise"],
                condition=Q(is_main=True),
                name="enterprise_one_main_industry",
                field="is_main",
                violation_error_message=_("An enterprise has one main industry."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} – {self.industry}"


def draw_numbers(count: int) -> list[str]:
    """The next `count` zone numbers (`E000001`, …), never issued twice, also under concurrent writers."""
    with transaction.atomic():
        series, _created = NumberSeries.objects.select_for_update().get_or_create(name="enterprise")
        NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + count)
    return [f"E{number:06d}" for number in range(series.last + 1, series.last + 1 + count)]
