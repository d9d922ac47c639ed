import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def upload_storage():
    return storages["uploads"]


def upload_name(job: "ImportJob", filename: str) -> str:
    """A random name without the sender's: the sender's name is kept in the row only."""
    return f"sheets/{secrets.token_hex(16)}"


class JobState(models.TextChoices):
    CHECKED = "checked", _("checked, not written")
    WRITTEN = "written", _("written")
    CANCELLED = "cancelled", _("cancelled")


class ImportJobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportJobQuerySet":
        """Auditors and administrators see every job, everybody else their own."""
        if user.has_perm("spreadsheets.all_importjob"):
            return self
        return self.filter(user=user.pk or 0)  # 0: a visitor's are none


class ImportJob(models.Model):
    """One sheet on its way in: the file as it was sent, who sent it, what was found and what was written."""

    sheet = models.CharField(_("sheet"), max_length=40)
    file = models.FileField(_("file"), storage=upload_storage, upload_to=upload_name)
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    options = models.JSONField(_("options"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_jobs", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.CHECKED)
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    counts = models.JSONField(_("rows"), default=dict, blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("all_importjob", "Can see the imports of every user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=JobState.WRITTEN, written_at__isnull=False)
                | (~Q(state=JobState.WRITTEN) & Q(written_at=None)),
                name="import_job_written_has_moment",
                violation_error_message=_("A written import has the moment at which it was written."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.filename} → {self.sheet}"
