import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def upload_storage():
    return storages["uploads"]


def upload_name(job: "ImportJob", filename: str) -> str:
    """A random name without the sender's: the sender's name is kept in the row only."""
    return f"sheets/{secrets.token_hex(16)}"


class JobKind(models.TextChoices):
    IMPORT = "import", _("import of a sheet")
    UNDO = "undo", _("undo")
    MERGE = "merge", _("merge of two records")


class JobState(models.TextChoices):
    """A short sheet is checked and written at once; a long one waits for the worker twice."""

    QUEUED = "queued", _("waiting to be checked")
    CHECKING = "checking", _("being checked")
    UNREADABLE = "unreadable", _("could not be read")
    CHECKED = "checked", _("checked, not written")
    CONFIRMED = "confirmed", _("waiting to be written")
    WRITTEN = "written", _("written")
    UNDONE = "undone", _("written and undone")
    CANCELLED = "cancelled", _("cancelled")


WITH_MOMENT = (JobState.WRITTEN, JobState.UNDONE)


SEEN_WITH: dict[str, str] = {}  # by sheet the right to see the jobs of others; the registry fills it


class ImportJobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportJobQuerySet":
        """Auditors and administrators see every job about records that they may see, everybody else their own."""
        own = Q(user=user.pk or 0)  # 0: a visitor's are none
        if not user.has_perm("spreadsheets.all_importjob"):
            return self.filter(own)
        # A job holds the file and its values: whoever may not see returns sees nobody's sheet of them.
        shut = [sheet for sheet, right in SEEN_WITH.items() if not user.has_perm(right)]
        return self.filter(own | ~Q(sheet__in=shut)) if shut else self


class ImportJob(models.Model):
    """One change of many records, as one unit: a sheet on its way in, an undo or a merge.

    It tells who, when, why, which file with which hash, what was found and what was written. The history of
    every record that it wrote points to it (`OfImport`); by that it is undone.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=JobKind, default=JobKind.IMPORT)
    sheet = models.CharField(_("sheet"), max_length=40)
    file = models.FileField(_("file"), storage=upload_storage, upload_to=upload_name, blank=True)
    filename = models.CharField(_("file name"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    file_removed_at = models.DateTimeField(_("file removed at"), null=True, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="import_jobs", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.CHECKED)
    failure = models.JSONField(_("why it failed"), default=dict, blank=True)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )
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
                condition=Q(state__in=WITH_MOMENT, written_at__isnull=False)
                | (~Q(state__in=WITH_MOMENT) & Q(written_at=None)),
                name="import_job_written_has_moment",
                violation_error_message=_("A written import has the moment at which it was written."),
            ),
            models.CheckConstraint(
                condition=Q(kind=JobKind.UNDO, undoes__isnull=False) | (~Q(kind=JobKind.UNDO) & Q(undoes=None)),
                name="import_job_undo_has_job",
                violation_error_message=_("An undo names the import that it undoes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.sheet}"

    @property
    def name(self) -> str:
        """The file that was sent; of an undo or a merge what it is."""
        if self.filename:
            return self.filename
        if self.undoes_id:
            return gettext("Undo of no. %(number)s") % {"number": self.undoes_id}
        return gettext("%(kind)s, no. %(number)s") % {"kind": self.get_kind_display(), "number": self.pk}


class OfImport(models.Model):
    """Base of the history of every record that sheets write: which import, undo or merge wrote this entry."""

    import_job = models.ForeignKey(
        ImportJob, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("import")
    )

    class Meta:
        abstract = True
