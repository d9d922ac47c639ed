from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.querysets import OfficeQuerySet
from stats.models.indicator import Indicator
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check
from zoneportal.fields import year_field
from zoneportal.numbers import VALUE_LIMIT
from zoneportal.publishing.models import Publishable
from zoneportal.rights import CONTENT_RIGHTS
from zoneportal.spreadsheets.models import OfImport
from zoneportal.years import FIRST_YEAR, LAST_YEAR


class Goal(Publishable):
    """A development goal: the official wording, and the indicator, baseline, target and window that measure it."""

    slug = models.SlugField(_("address word"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    title_zh = models.CharField(_("title (Chinese)"), max_length=80)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    wording_zh = models.TextField(_("official wording (Chinese)"), max_length=600)
    wording_en = models.TextField(_("official wording (English)"), max_length=1000, blank=True)
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="goals",
        verbose_name=_("indicator"),
        help_text=_("Progress is measured by its released figures of the zone."),
    )
    baseline_year = year_field(_("baseline year"))
    baseline_value = models.DecimalField(
        _("baseline value"), max_digits=15, decimal_places=4, help_text=_("In the unit of the indicator.")
    )
    target_value = models.DecimalField(
        _("target value"), max_digits=15, decimal_places=4, help_text=_("In the unit of the indicator.")
    )
    first_target_year = year_field(_("first year of the window"))
    last_target_year = year_field(_("last year of the window"))
    choice_note_zh = models.CharField(
        _("who chose indicator and window (Chinese)"),
        max_length=300,
        help_text=_("Say what the source leaves open and who decided it."),
    )
    choice_note_en = models.CharField(_("who chose indicator and window (English)"), max_length=500, blank=True)

    title = Translated("title")
    wording = Translated("wording")
    choice_note = Translated("choice_note")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("development goal")
        verbose_name_plural = _("development goals")
        ordering = ["position", "slug"]
        default_permissions = CONTENT_RIGHTS
        constraints = [
            Check(
                condition=Q(baseline_year__lt=F("first_target_year")),
                name="goal_window_after_baseline",
                field="first_target_year",
                violation_error_message=_("The window must begin after the baseline year."),
            ),
            Check(
                condition=Q(last_target_year__gte=F("first_target_year")),
                name="goal_window_runs_forward",
                field="last_target_year",
                violation_error_message=_("The window cannot end before it begins."),
            ),
            Check(
                condition=Q(baseline_year__gte=FIRST_YEAR, last_target_year__lte=LAST_YEAR),
                name="goal_years_in_range",
                field="last_target_year",
                violation_error_message=_("The years must lie between 1949 and 2100."),
            ),
            Check(
                condition=Q(baseline_value__gt=0, baseline_value__lt=VALUE_LIMIT),
                name="goal_baseline_positive",
                field="baseline_value",
                violation_error_message=_("The baseline must be greater than zero."),
            ),
            Check(
                condition=Q(target_value__gt=0, target_value__lt=VALUE_LIMIT),
                name="goal_target_positive",
                field="target_value",
                violation_error_message=_("The target must be greater than zero."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('goals')}#{self.slug}"
