from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stats.models.entry import EnterpriseYear
from stats.models.survey import FormLine
from stats.querysets import FindingQuerySet, OfReturn, ReturnQuerySet
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field
from zoneportal.numbers import VALUE_LIMIT
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class ReturnStatus(models.TextChoices):
    NOT_YET = "not_yet", _("not yet received")
    RECEIVED = "received", _("received")
    CHECKED = "checked", _("checked")
    ACCEPTED = "accepted", _("accepted")


class EnterpriseReturn(models.Model):
    """What one enterprise reports for one year (企业报表): confidential individual data, whatever its status.

    Made with the frozen year for everyone who is asked, so that who is missing has a row. `values` hold the numbers.
    """

    entry = models.OneToOneField(
        EnterpriseYear,
        on_delete=models.PROTECT,
        related_name="enterprise_return",
        verbose_name=_("enterprise and year"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ReturnStatus, default=ReturnStatus.NOT_YET, editable=False
    )
    received_at = models.DateTimeField(_("received at"), null=True, blank=True, editable=False)
    received_by = author_field(_("received by"), editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True, editable=False)
    checked_by = author_field(_("checked by"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = author_field(_("accepted by"), editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ReturnQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("enterprise return")
        verbose_name_plural = _("enterprise returns")
        ordering = ["-entry__survey__year", "entry__enterprise__number", "pk"]
        default_permissions = (*SHEET_RIGHTS, "accept")

    def __str__(self) -> str:
        return str(self.entry)


class ReturnValue(models.Model):
    """The answer to one line, in the unit of that line. No answer has no row; a blank is never a zero."""

    enterprise_return = models.ForeignKey(
        EnterpriseReturn, on_delete=models.CASCADE, related_name="values", verbose_name=_("enterprise return")
    )
    line = models.ForeignKey(FormLine, on_delete=models.PROTECT, related_name="values", verbose_name=_("form line"))
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=4)

    objects = OfReturn.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("value of a return")
        verbose_name_plural = _("values of returns")
        ordering = ["enterprise_return", "line__position", "pk"]
        default_permissions = ("view",)
        constraints = [
            Unique(
                fields=["enterprise_return", "line"],
                name="return_value_once",
                field="line",
                violation_error_message=_("The return has a value of this line already."),
            ),
            Check(
                condition=Q(value__gt=-VALUE_LIMIT, value__lt=VALUE_LIMIT),
                name="return_value_is_number",
                field="value",
                violation_error_message=_("The value must be a number with at most 11 digits before the point."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_return} {self.line}"  # never the value: this text goes into logs and messages


class ReturnFinding(models.Model):
    """What a check found strange in a return. It needs a correction or an explanation that stays beside the value.

    `code` and `params` are those of stats.plausibility; `value` is the value it was found for (None: none given).
    `closed_at`: a later check no longer found it, because the value was corrected.
    """

    enterprise_return = models.ForeignKey(
        EnterpriseReturn, on_delete=models.CASCADE, related_name="findings", verbose_name=_("enterprise return")
    )
    line = models.ForeignKey(
        FormLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("form line"),
    )
    code = models.CharField(_("check"), max_length=40)
    params = models.JSONField(_("details"), default=dict, blank=True)
    value = models.DecimalField(_("value then"), max_digits=15, decimal_places=4, null=True, blank=True)
    found_at = models.DateTimeField(_("found at"))
    closed_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    explained_at = models.DateTimeField(_("explained at"), null=True, blank=True)
    explained_by = author_field(_("explained by"))

    objects = FindingQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["enterprise_return", "line__position", "code", "pk"]
        default_permissions = ("view", "change")
        constraints = [
            Unique(
                fields=["enterprise_return", "line", "code"],
                name="return_finding_once",
                violation_error_message=_("This finding is on record already."),
            ),
            Unique(
                fields=["enterprise_return", "code"],
                condition=Q(line=None),
                name="return_finding_of_all_once",
                violation_error_message=_("This finding is on record already."),
            ),
            Check(
                condition=Q(explanation="", explained_at=None) | (~Q(explanation="") & Q(explained_at__isnull=False)),
                name="return_finding_explained_when",
                field="explanation",
                violation_error_message=_("An explanation has its moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_return} {self.code}"
