"""What the public sees of a record: a pointer to one version of its history, from one moment to another."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PublicationQuerySet(models.QuerySet):
    def of(self, content: models.Model) -> "PublicationQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(content), object_id=content.pk)

    def of_model(self, model: type[models.Model]) -> "PublicationQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def in_force(self, at) -> "PublicationQuerySet":
        """The publications that the public sees at the moment `at`; withdrawals are among them."""
        return self.filter(effective_at__lte=at).filter(Q(superseded_at=None) | Q(superseded_at__gt=at))

    def showing(self) -> "PublicationQuerySet":
        return self.exclude(version=None)


class Publication(models.Model):
    """One move of the pointer: a version put before the public, or taken away (`version` is None).

    Visible in the half-open interval [effective_at, superseded_at). A planned move that was cancelled keeps
    its row with an empty interval, so the rows are also the audit trail of publishing.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, verbose_name=_("kind of content"))
    object_id = models.PositiveBigIntegerField(_("record"))
    version = models.PositiveBigIntegerField(_("version in the history"), null=True, blank=True)
    effective_at = models.DateTimeField(_("visible from"))
    superseded_at = models.DateTimeField(_("visible until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("decided at"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("effective_at")),
                name="publication_interval_runs_forward",
                violation_error_message=_("A publication cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(superseded_at=None),
                name="publication_one_open_per_record",
                violation_error_message=_("This record has an open publication already."),
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "effective_at"], name="publication_pointer")]

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id} @ {self.effective_at:%Y-%m-%d %H:%M}"


EVERYTHING = "*"  # the topic of every page


class Change(models.Model):
    """Something that the public sees has changed, or will have at `due_at`. Written by `triggers`, by nobody else.

    The tokens of the topics of a page, as far as they are due, are the version of what it shows. They are random, so
    that no version ever comes again, whichever backup is restored. A new row of a topic takes the place of the older.
    """

    topic = models.CharField(max_length=60, db_index=True)
    token = models.CharField(max_length=32)
    due_at = models.DateTimeField(null=True)  # None: at once
    writer = models.BigIntegerField()  # the transaction, on PostgreSQL
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.topic} {self.token}"


class Publishable(models.Model):
    """Content with a working draft (the row) and a public version (a record of its history).

    Concrete models declare `history = HistoricalRecords()` and `Meta.default_permissions = CONTENT_RIGHTS`.
    """

    class Meta:
        abstract = True

    def latest_version(self) -> int | None:
        """The history id of the working draft. One query."""
        return self.history.order_by("-history_date", "-history_id").values_list("history_id", flat=True).first()
