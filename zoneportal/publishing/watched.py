"""Which tables hold what the public sees, and from which moment on a row of theirs is public.

Said in SQL, because the database itself notes every change (`triggers`): forms, sheets, commands and repairs by
hand all write. An app lists its tables as `watched` of its AppConfig; published content needs no line.
"""

from dataclasses import dataclass

ALWAYS = "{now}"  # a row of such a table is public as soon as it stands there
EVERY_EVENT = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Watched:
    """A table, and the topic under which changes of its public rows are noted.

    `since` is SQL over `{row}`: the moment from which the row is public, NULL for an internal one. A row that is
    public later changes nothing before that moment. `between` says it for an update, over `{old}` and `{new}`,
    where the two versions of a row differ later than the row is public; without it both versions count.
    """

    table: str
    topic: str  # SQL over {row}: a text
    since: str
    events: tuple[str, ...] = EVERY_EVENT
    between: str = ""


def topic_named(label: str) -> str:
    return f"'{label}'"


# A publication is seen in [effective_at, superseded_at): two of them that only end differently differ at the end.
_SAME = " AND ".join(
    f"COALESCE({{old}}.{column}, {nothing}) = COALESCE({{new}}.{column}, {nothing})"
    for column, nothing in (("content_type_id", 0), ("object_id", 0), ("version", -1))
)
_EARLIER_END = (
    "CASE WHEN {old}.superseded_at = {new}.superseded_at THEN NULL WHEN {old}.superseded_at IS NULL "
    "OR {new}.superseded_at < {old}.superseded_at THEN {new}.superseded_at ELSE {old}.superseded_at END"
)
_EARLIER_BEGINNING = (
    "CASE WHEN {old}.effective_at < {new}.effective_at THEN {old}.effective_at ELSE {new}.effective_at END"
)
PUBLICATIONS = Watched(
    table="publishing_publication",
    # Where the kinds of content go before their publications, everything changes.
    topic="COALESCE((SELECT app_label || '.' || model FROM django_content_type WHERE id = {row}.content_type_id), '*')",
    since="{row}.effective_at",
    between=f"CASE WHEN {_SAME} AND {{old}}.effective_at = {{new}}.effective_at "
    f"THEN {_EARLIER_END} ELSE {_EARLIER_BEGINNING} END",
)


def of_content(label: str, table: str, history: str) -> tuple[Watched, Watched]:
    """A publishable model: its rows are drafts, so only that a record is gone (or back) or that its history was
    rewritten can change what the public sees without a publication."""
    app_label, model = label.split(".")
    published = (
        "(SELECT MIN(shown.effective_at) FROM publishing_publication AS shown JOIN django_content_type AS kind "
        f"ON kind.id = shown.content_type_id WHERE kind.app_label = '{app_label}' AND kind.model = '{model}' AND "
    )
    topic = topic_named(label)
    return (
        Watched(table, topic, published + "shown.object_id = {row}.id)", ("INSERT", "DELETE")),
        Watched(history, topic, published + "shown.version = {row}.history_id)", ("UPDATE", "DELETE")),
    )
