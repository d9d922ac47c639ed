"""Two records of one enterprise side by side: what they say, what would move along, what only one of them can have."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from enterprises.merging.relations import MOVED, TAGS, Moved
from enterprises.models import Enterprise, EnterpriseTag, IndustryTag
from zoneportal.characters import folded

STAYS, GOES = "stays", "goes"
# What the clerk chooses value by value; columns that mean something only together are chosen together.
VALUES = (
    ("name_zh",),
    ("name_en",),
    ("credit_code",),
    ("old_registration_number",),
    ("legal_form",),
    ("established_on",),
    ("capital_wan", "capital_currency"),
    ("business_scope",),
    ("address",),
    ("industry_class",),
    ("is_headquarters_economy",),
    ("is_representative",),
)
DECIDED = "credit_code"  # two codes are two enterprises, as a rule: nothing is proposed


@dataclass(frozen=True)
class Value:
    """What both records say. `proposed` is the filled one, else the newer one; "" where the clerk has to decide."""

    names: tuple[str, ...]
    is_same: bool
    proposed: str
    since: dict[str, datetime | None] = field(default_factory=dict)  # by side: since when it says so

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class Conflict:
    """Records of which only those of one side can stay, because the rules exclude the others."""

    key: str
    moved: Moved
    stays: list[Any]
    goes: list[Any]


@dataclass
class Along:
    """The records of one kind: those that move, those that both have, those between which is chosen."""

    moved: Moved
    moving: list[Any] = field(default_factory=list)
    doubles: list[Any] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass
class Comparison:
    stays: Enterprise
    goes: Enterprise
    values: list[Value]
    along: list[Along]
    tags: dict[str, list[EnterpriseTag]]  # by side
    mark: str  # of everything that was compared

    @property
    def conflicts(self) -> list[Conflict]:
        return [conflict for along in self.along for conflict in along.conflicts]

    @property
    def mains(self) -> list[IndustryTag]:
        """The main industries of both, where they differ."""
        found = {tag.industry_id: tag.industry for tag in [*self.tags[STAYS], *self.tags[GOES]] if tag.is_main}
        return list(found.values()) if len(found) > 1 else []

    @property
    def main(self) -> int | None:
        """Key of the only main industry of both."""
        return next((tag.industry_id for tag in [*self.tags[STAYS], *self.tags[GOES]] if tag.is_main), None)

    @property
    def new_industries(self) -> list[EnterpriseTag]:
        there = {tag.industry_id for tag in self.tags[STAYS]}
        return [tag for tag in self.tags[GOES] if tag.industry_id not in there]

    @property
    def is_public(self) -> bool:
        """Whether one of the two is."""
        return self.stays.confirmed_at is not None or self.goes.confirmed_at is not None

    @property
    def have_two_codes(self) -> bool:
        return bool(
            self.stays.credit_code and self.goes.credit_code and self.stays.credit_code != self.goes.credit_code
        )

    @property
    def have_two_names(self) -> bool:
        """A space more or another width is no other name."""
        return folded(self.stays.name_zh) != folded(self.goes.name_zh)

    def side(self, side: str) -> Enterprise:
        return self.stays if side == STAYS else self.goes


def compare(stays: Enterprise, goes: Enterprise) -> Comparison:
    """Some fifteen queries: the two records with their histories, and everything that belongs to them."""
    rows = {moved.name: (moved.of(stays), moved.of(goes)) for moved in (*MOVED, TAGS)}
    tags = dict(zip((STAYS, GOES), rows.pop(TAGS.name), strict=True))
    trails = {side: list(record.history.order_by("-history_id")) for side, record in ((STAYS, stays), (GOES, goes))}
    return Comparison(
        stays=stays,
        goes=goes,
        values=[_value(names, stays, goes, trails) for names in VALUES],
        along=[_along(moved, *rows[moved.name]) for moved in MOVED],
        tags=tags,
        mark=_mark([stays, goes, *(row for pair in [*rows.values(), tags.values()] for side in pair for row in side)]),
    )


def _value(names: tuple[str, ...], stays: Enterprise, goes: Enterprise, trails: dict[str, list[Any]]) -> Value:
    mine, theirs = _said(stays, names), _said(goes, names)
    if mine == theirs:
        return Value(names, True, STAYS)
    since = {side: _since(trail, names) for side, trail in trails.items()}
    if not any(mine) or not any(theirs):
        proposed = STAYS if any(mine) else GOES
    elif names[0] == DECIDED:
        proposed = ""
    else:
        known = {side: moment for side, moment in since.items() if moment}
        proposed = max(known, key=lambda side: known[side]) if len(known) > 1 else STAYS
    return Value(names, False, proposed, since)


def _said(record: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(record, Enterprise._meta.get_field(name).attname) for name in names)


def _since(trail: list[Any], names: tuple[str, ...]) -> datetime | None:
    """When the record began to say what it says, by its history, newest first."""
    since = None
    for entry in trail:
        if _said(entry, names) != _said(trail[0], names):
            break
        since = entry.history_date
    return since


def _along(moved: Moved, there: list[Any], coming: list[Any]) -> Along:
    along = Along(moved)
    rest = []
    for row in coming:
        if any(moved.are_same(other, row) for other in there):
            along.doubles.append(row)
        else:
            rest.append(row)
    for stays, goes in _knots(moved, there, rest):
        if stays:
            along.conflicts.append(Conflict(f"{moved.name}-{goes[0].pk}", moved, stays, goes))
        else:
            along.moving += goes
    return along


def _knots(moved: Moved, there: list[Any], coming: list[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """The coming records with those that exclude them, joined where they share one."""
    open_rows = list(coming)
    while open_rows:
        stays: list[Any] = []
        goes = [open_rows.pop(0)]
        grows = True
        while grows:
            more_stays = [
                row for row in there if row not in stays and any(moved.are_rivals(row, each) for each in goes)
            ]
            stays += more_stays
            more = [row for row in open_rows if any(moved.are_rivals(each, row) for each in stays)]
            goes += more
            open_rows = [row for row in open_rows if row not in more]
            grows = bool(more)
        yield sorted(stays, key=lambda row: row.pk), sorted(goes, key=lambda row: row.pk)


def _mark(records: list[Any]) -> str:
    """Differs when anything of the records is otherwise."""
    said = [
        (record._meta.label, [getattr(record, each.attname) for each in record._meta.concrete_fields])
        for record in records
    ]
    return hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()
