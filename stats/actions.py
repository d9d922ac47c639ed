"""Putting figures into releases, and revising what is public."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_update_with_history

from enterprises.queries.named import refuse_enterprises
from stats.models import Figure, Release, ReleaseStatus
from stats.models.figure import RELEASE_DECIDED
from stats.queries.superseding import without_reason
from stats.querysets import FigureQuerySet
from zoneportal.rights import require_right

COMPILED_BY_HAND = gettext_lazy(
    "This figure is compiled from returns. Correct the return and compile the year again; or say that the revision "
    "is to be typed by hand all the same."
)

PLACE = ("indicator", "year", "scope_key", "definition", "park", "industry", "size_class")
KEPT = ("note_zh", "note_en", "is_sample")  # by a revision


@transaction.atomic
def put_into_release(*, figures: FigureQuerySet, release: Release | None, by) -> int:
    """Assigns the figures to a release in preparation (None: to none). Returns how many changed their release.

    Figures in review and released ones stay where they are. Errors: PermissionDenied; ValidationError when the
    release is in review or decided.
    """
    require_right(by, Figure, "change")
    if by is not None and figures.exclude(pk__in=Figure.objects.editable_by(by).values("pk")).exists():
        raise PermissionDenied(_("One of these figures belongs to a park that is not yours."))
    # Neither where they go nor where they stand is decided meanwhile.
    held = Q(pk__in=figures.exclude(release=None).values("release"))
    if release is not None:
        held |= Q(pk=release.pk)
    statuses = dict(Release.objects.select_for_update().filter(held).order_by("pk").values_list("pk", "status"))
    if release is not None and statuses[release.pk] != ReleaseStatus.DRAFT:
        raise ValidationError(RELEASE_DECIDED)
    undecided = figures.filter(Q(release=None) | ~Q(release__in=Release.objects.locked().values("pk")))
    chosen = list(undecided.exclude(release=release) if release else undecided.exclude(release=None))
    for figure in chosen:
        figure.release = release
    bulk_update_with_history(chosen, Figure, ["release"], batch_size=500, default_user=by)
    return len(chosen)


@transaction.atomic
def revise_figure(
    *,
    figure: Figure,
    by,
    reason: str,
    value: Decimal | None = None,
    mark: str = "",
    vintage: int | None = None,
    is_by_hand: bool = False,
) -> Figure:
    """A new version beside the released figure, internal until a release of its own. Returns it.

    Within the vintage of the figure it is a new revision; of a later `vintage` (flash, preliminary, annual, verified)
    the first. `is_by_hand`: that no compilation touches it from then on is wanted, where it was compiled from returns.
    Errors: PermissionDenied; ValidationError without a reason, when the figure is not released, or when such a version
    is in work or exists already.
    """
    require_right(by, Figure, "add")
    if by is not None and not Figure.objects.editable_by(by).filter(pk=figure.pk).exists():
        raise PermissionDenied(_("This figure belongs to a park that is not yours."))
    if not reason.strip():
        raise ValidationError({"reason": _("A revision needs its reason.")})
    if (vintage or figure.vintage) < figure.vintage:
        raise ValidationError({"vintage": _("A later version never goes back to an earlier vintage.")})
    newest = _newest_revision(figure, is_by_hand=is_by_hand)
    is_later = (vintage or figure.vintage) > figure.vintage
    revision = Figure(
        **{name: getattr(newest, name) for name in (*PLACE, *KEPT)},
        vintage=vintage or figure.vintage,
        revision=0 if is_later else newest.revision + 1,
        value=value,
        mark=mark,
        qualifier="" if value is None else newest.qualifier,
        reason=reason,
    )
    revision._history_user = by
    revision.full_clean()
    revision.save()
    return revision


def _newest_revision(figure: Figure, *, is_by_hand: bool) -> Figure:
    """Of the same vintage, locked. Error: ValidationError when it is not released, or compiled and not `is_by_hand`."""
    same = {name: getattr(figure, name) for name in ("indicator", "year", "scope_key", "vintage")}
    # The first revision is the lock of them all.
    newest = list(Figure.objects.filter(**same).select_for_update(of=("self",)).order_by("revision"))[-1]
    if not newest.is_final():
        raise ValidationError(_("This figure or its newest revision is not released yet. Change that one."))
    if hasattr(newest, "compiled") and not is_by_hand:
        raise ValidationError({"is_by_hand": COMPILED_BY_HAND})
    return newest


@transaction.atomic
def give_reason(*, release: Release, by, reason: str) -> int:
    """Writes one reason to every figure of a draft that supersedes a released one and has none. Returns how many.

    Errors: PermissionDenied; ValidationError without a reason, of one that names an enterprise, or when the release is
    no draft.
    """
    require_right(by, Figure, "change")
    refuse_enterprises({"reason": reason})
    locked = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if locked.status != ReleaseStatus.DRAFT:
        raise ValidationError(RELEASE_DECIDED)
    own = locked.figures if by is None else locked.figures.editable_by(by)
    bare = without_reason(list(own.order_by("pk")), locked)
    for figure in bare:
        figure.reason = reason.strip()
        figure.clean_fields(exclude=["release", "definition"])
    if bare and not reason.strip():
        raise ValidationError(_("A revision needs its reason."))
    bulk_update_with_history(bare, Figure, ["reason"], batch_size=500, default_user=by)
    return len(bare)
