"""The way of a release: draft, in review, approved, public; and back, as long as nobody has seen it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_update_with_history

from stats.models import Release, ReleaseStatus
from stats.queries.approval_sheet import ApprovalSheet, approval_sheet
from stats.queries.reconciling import unexplained
from stats.reviewing import last_editors, obstacles
from zoneportal.rights import has_right, require_right

REASON_LIMIT = 100  # of simple_history's column
CHANGED_SINCE = gettext_lazy("What is to be approved was changed in the meantime. Look at it again, then approve.")


@transaction.atomic
def submit_release(*, release: Release, by) -> Release:
    """Hands the draft over for review. From here on neither it nor its figures change until it is sent back.

    Errors: PermissionDenied; ValidationError with everything that stands in the way, or when it is no draft.
    """
    require_right(by, Release, "change")
    locked = _locked(release, with_others=True)
    if locked.status != ReleaseStatus.DRAFT:
        raise ValidationError(_("Only a draft is submitted. This release is in review or decided already."))
    now = timezone.now()
    _refuse_obstacles(approval_sheet(locked), now, by)
    locked.status, locked.submitted_at, locked.submitted_by = ReleaseStatus.IN_REVIEW, now, by
    return _moved(locked, by=by)


@transaction.atomic
def return_to_draft(*, release: Release, by, reason: str) -> Release:
    """Ends the review without an approval; the reason stays in the history. Whoever may write it or approve it may.

    Errors: PermissionDenied; ValidationError without a reason, or when it is not in review.
    """
    if by is not None and not has_right(by, Release, "release"):
        require_right(by, Release, "change")
    locked = _locked(release)
    if locked.status != ReleaseStatus.IN_REVIEW:
        raise ValidationError(_("Only a release in review can be sent back."))
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise ValidationError(_("Say in 1 to %(limit)s characters why it is sent back.") % {"limit": REASON_LIMIT})
    locked.status, locked.submitted_at, locked.submitted_by = ReleaseStatus.DRAFT, None, None
    return _moved(locked, by=by, reason=reason.strip())


@transaction.atomic
def release_figures(*, release: Release, by, at: datetime | None = None, seen: str = "") -> Release:
    """Approves the release: it is locked, and public from its planned moment on (without one: from now on).

    A person approves what is in review and was last written by others; the program (`by=None`) decides its own
    drafts. `seen` is the hash of the sheet that was looked at. `at` overrides the planned moment.
    Errors: PermissionDenied; ValidationError with everything that stands in the way.
    """
    require_right(by, Release, "release")
    locked = _locked(release, with_others=True)
    _check_turn(locked, by)
    list(locked.figures.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    sheet, now = approval_sheet(locked), timezone.now()
    if seen and seen != sheet.sha256:
        raise ValidationError(CHANGED_SINCE)
    _refuse_obstacles(sheet, now, by)
    if at is not None and at < now:
        raise ValidationError(_("The moment of the release lies in the past."))
    locked.status, locked.released_by = ReleaseStatus.RELEASED, by
    locked.released_at = at or locked.planned_at or now
    locked.sheet_sha256 = sheet.sha256
    return _moved(locked, by=by)


def _check_turn(release: Release, by) -> None:
    if release.status == ReleaseStatus.RELEASED:
        raise ValidationError(_("This release is decided already."))
    if by is None:
        return
    if release.status != ReleaseStatus.IN_REVIEW:
        raise ValidationError(_("This release is not in review. Whoever prepared it submits it first."))
    if by in last_editors(release):
        raise ValidationError(
            _("%(name)s wrote this release or one of its figures last and cannot approve it. Somebody else has to.")
            % {"name": by.display_name}
        )


def _refuse_obstacles(sheet: ApprovalSheet, now: datetime, by) -> None:
    """Nobody explains the differences of what the program brings along; everything else holds for it, too."""
    if found := obstacles(sheet, now, unexplained(sheet.release) if by is not None else ()):
        raise ValidationError([each.sentence for each in found])


def _locked(release: Release, *, with_others: bool = False) -> Release:
    """With all the others where figures of two releases must not become locked without knowing of each other."""
    if with_others:
        list(Release.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return Release.objects.select_for_update(of=("self",)).get(pk=release.pk)


def _moved(release: Release, *, by, reason: str | None = None) -> Release:
    """Stored not by save(), which refuses every change of what is in review or decided."""
    fields = ["status", "submitted_at", "submitted_by", "released_at", "released_by", "sheet_sha256"]
    bulk_update_with_history([release], Release, fields, default_user=by, default_change_reason=reason)
    return release


@transaction.atomic
def cancel_planned_release(*, release: Release, by) -> Release:
    """Makes a draft again of a release whose moment has not come. Errors: PermissionDenied; ValidationError."""
    require_right(by, Release, "release")
    locked = _locked(release)
    if locked.status != ReleaseStatus.RELEASED or locked.released_at <= timezone.now():
        raise ValidationError(_("Only a release whose moment has not come can be called off."))
    locked.status, locked.released_at, locked.released_by = ReleaseStatus.DRAFT, None, None
    locked.submitted_at, locked.submitted_by, locked.sheet_sha256 = None, None, ""
    return _moved(locked, by=by)
