from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from enterprises import classification
from parks.querysets import OfficeQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check, Unique
from zoneportal.fixed_keys import FixedKeys
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport

GBT4754_2017 = "2017"


CODE_FORM = _("A section is a letter A to T, the rest two to four digits.")
LEVEL_OF_CODE = _("The level does not fit the code: a letter is a section, 2 digits a division, 3 a group, 4 a class.")


class IndustryLevel(models.IntegerChoices):
    """The four levels of GB/T 4754."""

    SECTION = 1, _("section")
    DIVISION = 2, _("division")
    GROUP = 3, pgettext_lazy("industry level", "group")  # Django says “group” of roles
    CLASS = 4, _("class")


class IndustryClass(FixedKeys):
    """An entry of GB/T 4754. A new edition of the standard comes beside the old one, never in its place."""

    FIXED = ("edition", "code")

    edition = models.CharField(_("edition"), max_length=10, default=GBT4754_2017)
    code = models.CharField(
        _("code"),
        max_length=4,
        validators=[RegexValidator(classification.REGEX, CODE_FORM)],
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=IndustryLevel)
    section = models.CharField(_("section letter"), max_length=1)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )

    name = Translated("name")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("industry class (GB/T 4754)")
        verbose_name_plural = _("industry classes (GB/T 4754)")
        ordering = ["edition", "section", "code"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["edition", "code"],
                name="industry_class_once_per_edition",
                field="code",
                violation_error_message=_("This edition has an entry with this code already."),
            ),
            Check(
                condition=Q(level=IndustryLevel.SECTION, parent=None)
                | (Q(level__gt=IndustryLevel.SECTION) & Q(parent__isnull=False)),
                name="industry_class_has_parent",
                field="parent",
                violation_error_message=_("Every entry but a section belongs to an entry one level above."),
            ),
            Check(
                condition=Q(code__regex=classification.REGEX),
                name="industry_class_code_form",
                field="code",
                violation_error_message=CODE_FORM,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        super().clean()
        if self.level != classification.level(self.code):
            raise ValidationError({"level": LEVEL_OF_CODE})
        if self.parent and (self.parent.edition, self.parent.level) != (self.edition, self.level - 1):
            raise ValidationError({"parent": _("Every entry but a section belongs to an entry one level above.")})
        if self.section != (self.parent.section if self.parent else self.code):
            raise ValidationError({"section": _("The section letter is that of the entry it belongs to.")})


class IndustryScheme(models.TextChoices):
    """Local schemes beside GB/T 4754, never merged with it."""

    LEADING = "leading", _("leading industry")
    STRATEGIC = "strategic", _("strategic emerging industry")


class IndustryTag(FixedKeys):
    """An industry the zone names itself: a leading industry or a strategic emerging one."""

    FIXED = ("code",)

    scheme = models.CharField(_("scheme"), max_length=10, choices=IndustryScheme)
    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Fixed; sheets and figures know it by this word.")
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    description_zh = models.TextField(_("description (Chinese)"), max_length=1000, blank=True)
    description_en = models.TextField(_("description (English)"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    parks = models.ManyToManyField("parks.Park", blank=True, related_name="+", verbose_name=_("parks with this focus"))

    name = Translated("name")
    description = Translated("description")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[parks], bases=[OfImport])

    class Meta:
        verbose_name = _("industry of the zone")
        verbose_name_plural = _("industries of the zone")
        ordering = ["scheme", "position", "code"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["scheme", "name_zh"],
                name="industry_tag_name_once_per_scheme",
                field="name_zh",
                violation_error_message=_("This scheme has an industry of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('industries')}#{self.code}"
