"""Releasing figures, calling off a release that has not come, and revising what is public."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from stats.models import Figure, Release
from stats.models.release import ReleaseStatus
from stats.querysets import FigureQuerySet
from zoneportal.rights import require_right


@transaction.atomic
def release_figures(*, release: Release, by, at: datetime | None = None) -> Release:
    """Decides the release: its figures are public from `at` (default: now) on and can no longer be changed.

    Errors: PermissionDenied; ValidationError when it is decided already, lacks its basis or figures, when a figure
    lacks definition, unit or source, or when `at` lies in the past.
    """
    require_right(by, Release, "release")
    locked = Release.objects.select_for_update().get(pk=release.pk)
    now = timezone.now()
    locked.released_at = at or now
    _check_releasable(locked, now)
    locked.status, locked.released_by = ReleaseStatus.RELEASED, by
    locked.save()
    return locked


def _check_releasable(release: Release, now: datetime) -> None:
    if release.status == ReleaseStatus.RELEASED:
        raise ValidationError(_("This release is decided already."))
    if release.released_at < now:
        raise ValidationError(_("The moment of the release lies in the past."))
    if not release.basis_zh.strip():
        raise ValidationError({"basis_zh": _("Name the document or decision by which these figures may be published.")})
    if not release.figures.exists():
        raise ValidationError(_("This release has no figures. Put figures into it first."))
    incomplete = release.figures.filter(Q(definition__definition_zh="") | Q(definition__source_zh=""))
    if figure := incomplete.select_related("indicator").order_by("pk").first():
        raise ValidationError(
            _("The indicator “%(indicator)s” has no definition or no source. Add them before the release."),
            params={"indicator": figure.indicator.name},
        )


@transaction.atomic
def put_into_release(*, figures: FigureQuerySet, release: Release | None, by) -> int:
    """Assigns the figures to a release in preparation (None: to none). Returns how many changed their release.

    Released figures stay where they are. Errors: PermissionDenied; ValidationError when the release is decided.
    """
    require_right(by, Figure, "change")
    if by is not None and figures.exclude(pk__in=Figure.objects.editable_by(by).values("pk")).exists():
        raise PermissionDenied(_("One of these figures belongs to a park that is not yours."))
    # Neither where they go nor where they stand is decided meanwhile.
    held = Q(pk__in=figures.exclude(release=None).values("release"))
    if release is not None:
        held |= Q(pk=release.pk)
    statuses = dict(Release.objects.select_for_update().filter(held).order_by("pk").values_list("pk", "status"))
    if release is not None and statuses[release.pk] == ReleaseStatus.RELEASED:
        raise ValidationError(_("This release is decided already."))
    decided = Release.objects.filter(status=ReleaseStatus.RELEASED)
    undecided = figures.filter(Q(release=None) | ~Q(release__in=decided.values("pk")))
    chosen = list(undecided.exclude(release=release) if release else undecided.exclude(release=None))
    for figure in chosen:
        figure.release = release
    bulk_update_with_history(chosen, Figure, ["release"], batch_size=500, default_user=by)
    return len(chosen)


@transaction.atomic
def cancel_planned_release(*, release: Release, by) -> Release:
    """Makes a draft again of a release whose moment has not come. Errors: PermissionDenied; ValidationError."""
    require_right(by, Release, "release")
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.status != ReleaseStatus.RELEASED or locked.released_at <= timezone.now():
        raise ValidationError(_("Only a release whose moment has not come can be called off."))
    locked.status, locked.released_at, locked.released_by = ReleaseStatus.DRAFT, None, None
    # Not by save(), which refuses every change of a decided release.
    bulk_update_with_history([locked], Release, ["status", "released_at", "released_by"], default_user=by)
    return locked


@transaction.atomic
def revise_figure(*, figure: Figure, by, reason: str, value: Decimal | None = None, mark: str = "") -> Figure:
    """A new revision beside the released figure, internal until a release of its own. Returns it.

    Errors: PermissionDenied; ValidationError when the figure is not released or a revision is already in work.
    """
    require_right(by, Figure, "add")
    if by is not None and not Figure.objects.editable_by(by).filter(pk=figure.pk).exists():
        raise PermissionDenied(_("This figure belongs to a park that is not yours."))
    # The first revision is the lock of them all.
    same = ("indicator", "year", "scope_key", "vintage")
    revisions = Figure.objects.filter(**{name: getattr(figure, name) for name in same})
    newest = list(revisions.select_for_update(of=("self",)).order_by("revision"))[-1]
    if not newest.is_final():
        raise ValidationError(_("This figure or its newest revision is not released yet. Change that one."))
    revision = Figure(
        **{name: getattr(newest, name) for name in (*same, "definition", "park", "industry", "size_class")},
        revision=newest.revision + 1,
        value=value,
        mark=mark,
        qualifier="" if value is None else newest.qualifier,
        note_zh=newest.note_zh,
        note_en=newest.note_en,
        reason=reason,
    )
    revision.full_clean()
    revision.save()
    return revision
