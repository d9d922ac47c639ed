from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from enterprises.queries.named import refuse_enterprises
from stats.querysets import ReleaseQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check
from zoneportal.fields import author_field
from zoneportal.fixed_keys import FixedKeys
from zoneportal.rights import SHEET_RIGHTS
from zoneportal.spreadsheets.models import OfImport

DECIDED_IS_FINAL = _(
    "This release is decided and cannot be changed. Correct its figures by revisions in a new release."
)
RELEASED_STAYS = _("What was released stays on record and cannot be deleted.")
REVIEWED_IS_LOCKED = _(
    "This release is in review: neither it nor its figures can be changed. Send it back to draft on its page first."
)


class ReleaseStatus(models.TextChoices):
    """One in review is locked until it is approved or sent back, a released one for good.

    The public sees a released one from `released_at` on, which may lie ahead.
    """

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RELEASED = "released", _("released")


LOCKED = (ReleaseStatus.IN_REVIEW, ReleaseStatus.RELEASED)


class Release(FixedKeys):
    """Figures that become public together, at one moment, on a stated basis. Until then they are internal."""

    FIXED = ("slug",)

    slug = models.SlugField(_("key"), max_length=60, unique=True)
    title_zh = models.CharField(_("title (Chinese)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=240, blank=True)
    basis_zh = models.CharField(
        _("basis (Chinese)"),
        max_length=240,
        blank=True,
        help_text=_("The document or decision by which these figures may be published. Needed for the release."),
    )
    basis_en = models.CharField(_("basis (English)"), max_length=360, blank=True)
    notes_zh = models.TextField(_("notes (Chinese)"), max_length=2000, blank=True)
    notes_en = models.TextField(_("notes (English)"), max_length=3000, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False, editable=False)
    planned_at = models.DateTimeField(
        _("planned for"), null=True, blank=True, help_text=_("The moment up to which the figures are under embargo.")
    )
    is_announced = models.BooleanField(
        _("in the public calendar"), default=False, help_text=_("Shows title and planned day, never a figure.")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    submitted_by = author_field(_("submitted by"), editable=False)
    sheet_sha256 = models.CharField(_("SHA-256 of the release sheet"), max_length=64, blank=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=ReleaseStatus, default=ReleaseStatus.DRAFT, editable=False
    )
    released_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False)
    released_by = author_field(_("released by"), editable=False)

    title = Translated("title")
    basis = Translated("basis")
    notes = Translated("notes")

    objects = ReleaseQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = [models.F("released_at").desc(nulls_first=True), "-pk"]
        default_permissions = (*SHEET_RIGHTS, "release")
        constraints = [
            Check(
                condition=Q(status__in=(ReleaseStatus.DRAFT, ReleaseStatus.IN_REVIEW), released_at=None)
                | (Q(status=ReleaseStatus.RELEASED, released_at__isnull=False) & ~Q(basis_zh="")),
                name="release_has_moment_and_basis",
                field="basis_zh",
                violation_error_message=_("A release needs its moment and its basis (document or decision)."),
            ),
            Check(
                condition=Q(is_announced=False) | Q(planned_at__isnull=False),
                name="release_announced_has_moment",
                field="planned_at",
                violation_error_message=_("The public calendar needs the planned moment."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        with transaction.atomic():
            # Held against a decision that is being taken at the same moment.
            Release.objects.select_for_update().filter(pk=self.pk).first()
            if why := self.why_locked():
                raise ValidationError(why)
            super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if why := self.why_locked():
            raise ProtectedError(str(RELEASED_STAYS if self.is_final() else why), {self})
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if why := self.why_locked():
            raise ValidationError(why)
        refuse_enterprises({name: getattr(self, name) for name in ("basis_zh", "basis_en", "notes_zh", "notes_en")})

    def why_locked(self) -> str | Promise:
        """Why nobody may change it, as the database knows it; empty for a draft. One query."""
        status = Release.objects.filter(pk=self.pk).values_list("status", flat=True).first() if self.pk else None
        return {ReleaseStatus.IN_REVIEW: REVIEWED_IS_LOCKED, ReleaseStatus.RELEASED: DECIDED_IS_FINAL}.get(status, "")

    def is_final(self) -> bool:
        """Whether the release was decided, embargoed ones included, as the database knows it. One query."""
        return bool(self.pk) and Release.objects.filter(pk=self.pk, status=ReleaseStatus.RELEASED).exists()
