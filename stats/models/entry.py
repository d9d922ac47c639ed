from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.models import Enterprise, IndustryClass, IndustryTag
from enterprises.models.registration import LegalStatus
from parks.models import Park
from parks.querysets import OfPark
from stats.models.figure import SizeClass
from stats.models.holding import Holding
from stats.models.survey import SurveyYear
from zoneportal.constraints import Unique
from zoneportal.spreadsheets.models import OfImport


class EnterpriseYear(models.Model):
    """An enterprise as it stood on 31 December of a survey year.

    All statistics of the year read it, never the register: so the tables of a year do not move when an
    enterprise moves later.
    """

    survey = models.ForeignKey(
        SurveyYear, on_delete=models.PROTECT, related_name="entries", verbose_name=_("survey year")
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="years", verbose_name=_("enterprise")
    )
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+", verbose_name=_("park"))
    industry_class = models.ForeignKey(
        IndustryClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("industry class (GB/T 4754)"),
    )
    main_industry = models.ForeignKey(
        IndustryTag,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main leading industry"),
        help_text=_("Empty: none of the leading industries."),
    )
    holding = models.ForeignKey(
        Holding, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holding")
    )
    legal_status = models.CharField(_("legal status"), max_length=20, choices=LegalStatus, blank=True)
    is_industrial = models.BooleanField(
        _("industrial"), default=False, help_text=_("Sections B, C and D of GB/T 4754: mining, manufacturing, energy.")
    )
    is_above_scale = models.BooleanField(_("above designated size"), default=False)
    size_class = models.CharField(_("size class"), max_length=10, choices=SizeClass, blank=True)

    objects = OfPark.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("enterprise in a survey year")
        verbose_name_plural = _("enterprises in survey years")
        ordering = ["-survey__year", "enterprise__number", "pk"]
        default_permissions = ("view", "change")
        constraints = [
            Unique(
                fields=["survey", "enterprise"],
                name="enterprise_year_once",
                violation_error_message=_("The enterprise stands in this year already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.survey.year}"
