from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.querysets import OfficeQuerySet
from zoneportal.constraints import Check, Unique

LONGEST_DAYS = 3_660


class Column(models.TextChoices):
    """What must be renewed in time."""

    NEWS = "news", _("news")
    NOTICES = "notices", _("notices")
    STATISTICS = "statistics", _("annual statistics")
    PROFILE = "profile", _("profile of the zone")
    ACCESSIBILITY = "accessibility", _("accessibility statement")


class Deadline(models.Model):
    """Within how many days a column must be renewed, from which day on, and by which document."""

    column = models.CharField(_("column"), max_length=20, choices=Column)
    days = models.PositiveSmallIntegerField(
        _("days"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)],
        help_text=_(
            "Longer without a renewal, and the column is late. Annual statistics: days after the end of the year."
        ),
    )
    valid_from = models.DateField(_("valid from"), help_text=_("A new rule is a new row; the old one stays on record."))
    document = models.CharField(
        _("document"), max_length=120, blank=True, help_text=_("The notice that sets it, with its number.")
    )

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deadline of a column")
        verbose_name_plural = _("self-check of the site")
        ordering = ["column", "-valid_from"]
        constraints = [
            Unique(
                fields=["column", "valid_from"],
                name="deadline_once_a_day",
                field="valid_from",
                violation_error_message=_("This column has a deadline from this day on already."),
            ),
            Check(
                condition=Q(days__gte=1, days__lte=LONGEST_DAYS),
                name="deadline_days_in_range",
                field="days",
                violation_error_message=_("Between 1 day and 10 years."),
            ),
        ]

    def __str__(self) -> str:
        return _("%(column)s: %(days)s days") % {"column": self.get_column_display(), "days": self.days}


def deadlines_on(day: date) -> dict[str, Deadline]:
    """The deadline of each column that holds on `day`. One query; a column without one is not judged."""
    rows = Deadline.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    return {row.column: row for row in rows}
