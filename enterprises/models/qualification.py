from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models.enterprise import Enterprise
from enterprises.querysets import QualificationQuerySet
from parks.querysets import OfficeQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check, Unique
from zoneportal.fixed_keys import FixedKeys
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport

ABOVE_SCALE = "above_scale"


class QualificationKind(FixedKeys):
    """What an enterprise can be recognised as. Kinds come and go by notice, so they are data."""

    FIXED = ("code",)

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=60, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    is_yearly = models.BooleanField(
        _("by calendar year"),
        default=False,
        help_text=_("Holds from 1 January to 31 December of one year, such as above-scale."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=10)

    name = Translated("name")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("kind of qualification")
        verbose_name_plural = _("kinds of qualification")
        ordering = ["position", "code"]
        default_permissions = SHEET_RIGHTS

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """An enterprise holds a qualification for a time."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="qualifications", verbose_name=_("enterprise")
    )
    kind = models.ForeignKey(
        QualificationKind, on_delete=models.PROTECT, related_name="qualifications", verbose_name=_("kind")
    )
    certificate_number = models.CharField(_("certificate number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = QualificationQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["enterprise", "kind", "-valid_from", "-pk"]
        default_permissions = SHEET_RIGHTS
        constraints = [
            Unique(
                fields=["enterprise", "kind", "valid_from"],
                name="qualification_once",
                field="valid_from",
                violation_error_message=_("This qualification (enterprise, kind, valid from) is on record already."),
            ),
            Check(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="qualification_ends_after_it_begins",
                field="valid_to",
                violation_error_message=_("The qualification cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} – {self.kind}"

    def clean(self) -> None:
        if self.kind_id and self.kind.is_yearly and self.valid_from:
            year = self.valid_from.year
            if (self.valid_from, self.valid_to) != (date(year, 1, 1), date(year, 12, 31)):
                raise ValidationError(
                    {"valid_from": _("This kind holds for a calendar year: from 1 January to 31 December of one year.")}
                )
