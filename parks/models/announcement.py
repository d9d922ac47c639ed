from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.models.park import Park
from parks.querysets import AnnouncementQuerySet
from zoneportal.bilingual import Translated
from zoneportal.publishing.models import Publishable
from zoneportal.richtext import RichTextField
from zoneportal.rights import CONTENT_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class AnnouncementKind(models.TextChoices):
    NOTICE = "notice", _("notice")
    NEWS = "news", _("news")


class Announcement(Publishable):
    """A notice or a piece of news, of the zone or of one park."""

    kind = models.CharField(_("kind"), max_length=10, choices=AnnouncementKind, default=AnnouncementKind.NOTICE)
    issued_on = models.DateField(_("date"), default=timezone.localdate)
    park = models.ForeignKey(
        Park,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
        verbose_name=_("park"),
        help_text=_("Leave empty when the whole zone speaks."),
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=240, blank=True)
    summary_zh = models.CharField(_("summary (Chinese)"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary (English)"), max_length=500, blank=True)
    body_zh = RichTextField(_("text (Chinese)"))
    body_en = RichTextField(_("text (English)"), blank=True)
    source_zh = models.CharField(
        _("source (Chinese)"), max_length=80, blank=True, help_text=_("Who wrote it; shown beside the date.")
    )
    source_en = models.CharField(_("source (English)"), max_length=160, blank=True)

    title = Translated("title")
    summary = Translated("summary")
    body = Translated("body")
    source = Translated("source")

    objects = AnnouncementQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-issued_on", "-pk"]
        default_permissions = CONTENT_RIGHTS

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("announcement", args=[self.pk])
