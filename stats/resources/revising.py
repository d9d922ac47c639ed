"""What a changed row means for a figure that was released: a new revision with its reason, never a change."""

from django.core.exceptions import ValidationError

from stats.models import Figure, ReleaseStatus
from stats.models.figure import RELEASED_IS_FINAL
from zoneportal.messages import N_
from zoneportal.spreadsheets.values.rows import Draft, Row

REASON_NEEDED = N_(
    "This figure is released. A change becomes a revision and needs its reason: "
    "fill in the column “修订原因” or give one reason for the whole sheet."
)
IN_REVIEW = N_("This figure stands in a release that is in review. Send the release back to draft first.")
SUPERSEDED = N_("Revision %(newest)s of this figure exists. Change that one.")


def settle(row: Row, *, newest: Figure, status: str, reason: str) -> None:
    """Keeps the row's draft where it may be changed; puts a new revision beside a released figure.

    `status` is that of the release where the figure stands. What is in review is refused.
    """
    draft = row.main
    if not draft.touched:
        return
    if newest.revision != draft.instance.revision:
        row.refuse("revision", SUPERSEDED, newest=newest.revision)
    elif status == ReleaseStatus.IN_REVIEW:
        row.refuse("value", IN_REVIEW)
    elif status == ReleaseStatus.RELEASED:
        _revise(row, draft, reason)


def _revise(row: Row, draft: Draft, reason: str) -> None:
    wanted = draft.instance
    own_reason = wanted.reason if "reason" in draft.touched else ""
    if draft.touched == {"reason"}:
        row.refuse("reason", str(RELEASED_IS_FINAL))
    elif not (own_reason or reason):
        row.refuse("reason", REASON_NEEDED)
    else:
        revision = _copy(wanted)
        revision.revision, revision.release, revision.reason = wanted.revision + 1, None, own_reason or reason
        row.others.append(Draft(revision, touched=draft.touched))
    # The released figure itself stays what it was.
    for field in Figure._meta.concrete_fields:
        setattr(wanted, field.attname, draft.before[field.attname])
    draft.touched = set()


def _copy(figure: Figure) -> Figure:
    """With the related records it has at hand, so that nothing is fetched again."""
    names = [field.name for field in Figure._meta.concrete_fields if not field.primary_key]
    relations = {field.name for field in Figure._meta.concrete_fields if field.is_relation}
    copy = Figure()
    for name in names:
        field = Figure._meta.get_field(name)
        if name in relations and not field.is_cached(figure):
            setattr(copy, field.attname, getattr(figure, field.attname))
        else:
            setattr(copy, name, getattr(figure, name))
    return copy


def judge(row: Row, figure: Figure) -> None:
    """The rules of `Figure.clean` that need no query; the others hold by the way the row found its figure."""
    try:
        if figure.definition_id:
            figure._check_definition()
            if figure.value is not None:
                figure._check_count()
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            row.refuse_for(name if name in row.headers.sent else "", ValidationError(errors))
