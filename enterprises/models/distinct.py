from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.querysets import DistinctPairQuerySet
from zoneportal.constraints import Check, Unique
from zoneportal.fields import author_field


class DistinctPair(models.Model):
    """Somebody looked at two records that seemed to be one enterprise, and they are two.

    It goes by zone numbers: a number is never given again, leads on after a merge and comes back with its undo.
    """

    one = models.CharField(_("zone number"), max_length=12)  # the lesser of the two as text
    other = models.CharField(_("other zone number"), max_length=12)
    # What the two shared at that time, [["name", "样例有限公司"], …]: what they share later is a new question.
    grounds = models.JSONField(_("what they share"), default=list)
    reason = models.CharField(_("reason"), max_length=200)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = author_field(_("decided by"))

    objects = DistinctPairQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("two enterprises that are no duplicates")
        verbose_name_plural = _("enterprises that are no duplicates")
        ordering = ["-decided_at", "-pk"]
        default_permissions = ()  # whoever may merge two records may say that they are two
        constraints = [
            Unique(
                fields=["one", "other"],
                name="distinct_pair_once",
                violation_error_message=_("It is on record already that these are two enterprises."),
            ),
            Check(
                condition=Q(one__lt=F("other")),
                name="distinct_pair_in_order",
                violation_error_message=_("A pair names two enterprises, each once."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
