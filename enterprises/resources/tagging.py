"""The industries of the zone that an enterprise belongs to, as three columns of the register sheet."""

from collections import defaultdict
from typing import Any

from django.db.models import Q

from enterprises.models import EnterpriseTag, IndustryTag
from enterprises.models.industry import IndustryScheme
from zoneportal.spreadsheets.values.rows import Change, Draft, Row

COLUMNS = {"leading": IndustryScheme.LEADING, "strategic": IndustryScheme.STRATEGIC}
MAIN = "main_industry"
SPREAD = 3
SOURCES = (*COLUMNS, MAIN)
NONE: tuple = ([], [], None)  # the values of these columns for an enterprise without industries


def complete(resource: Any, rows: list[Row]) -> None:
    """Adds the drafts that make each enterprise's industries what its row says. One query for each 5,000 rows."""
    asking = [row for row in rows if any(_is_asked(resource, row, name) for name in SOURCES)]
    stored: dict[int, list[EnterpriseTag]] = defaultdict(list)
    keys = [row.main.instance.pk for row in asking if not row.main.is_new]
    for tag in resource.fetch("enterprise", keys, EnterpriseTag) if keys else ():
        stored[tag.enterprise_id].append(tag)
    schemes = dict(IndustryTag.objects.values_list("pk", "scheme")) if asking else {}
    for row in asking:
        _settle(resource, row, stored.get(row.main.instance.pk, []), schemes)


def _is_asked(resource: Any, row: Row, name: str) -> bool:
    return row.values.get(name) is not None or (resource.options.blank_clears and name in row.values)


def _settle(resource: Any, row: Row, tags: list[EnterpriseTag], schemes: dict[int, str]) -> None:
    wanted: dict[int, None] = {}
    for name, scheme in COLUMNS.items():
        before = [tag.industry_id for tag in tags if schemes[tag.industry_id] == scheme]
        if not _is_asked(resource, row, name):
            wanted |= dict.fromkeys(before)
            continue
        after = [industry.pk for industry in row.values[name] or ()]
        wanted |= dict.fromkeys(after)
        if set(before) != set(after):
            _show(resource, row, name, sorted(before), after)
    main_before = next((tag.industry_id for tag in tags if tag.is_main), None)
    main = main_before if main_before in wanted else None
    if _is_asked(resource, row, MAIN):
        main = row.values[MAIN].pk if row.values[MAIN] else None
        wanted |= {main: None} if main else {}
    if main != main_before:
        _show(resource, row, MAIN, main_before, main)
    _draft(row, tags, list(wanted), main)


def _draft(row: Row, tags: list[EnterpriseTag], wanted: list[int], main: int | None) -> None:
    """A tag that becomes the main one is entered anew: while rows change one by one, two may not be main."""
    kept = set()
    for tag in tags:
        draft = Draft.of_stored(tag)
        if tag.industry_id not in wanted or (tag.industry_id == main and not tag.is_main):
            draft.is_removed = True
            row.others.append(draft)
            continue
        kept.add(tag.industry_id)
        if draft.set("is_main", tag.industry_id == main):
            row.others.append(draft)
    for key in wanted:
        if key not in kept:
            new = EnterpriseTag(enterprise=row.main.instance, industry_id=key, is_main=key == main)
            row.others.append(Draft(new, touched={"industry"}))


def _show(resource: Any, row: Row, name: str, old: Any, new: Any) -> None:
    if not row.main.is_new:
        widget = resource.columns[name].widget
        row.changes.append(Change(row.headers.sent[name], widget.shown(old), widget.shown(new)))


def _among(keys: list[int]) -> Q:
    """Keys that lie close are asked for by their bounds: 5,000 parameters take longer than the answer."""
    if keys and max(keys) - min(keys) < SPREAD * len(keys):
        return Q(enterprise__gte=min(keys), enterprise__lte=max(keys))
    return Q(enterprise__in=keys)


def exported(keys: list[int]) -> dict[int, tuple]:
    """The values of the three columns by primary key of the enterprise, where it has any. One query."""
    found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    main: dict[int, int] = {}
    schemes = list(COLUMNS.values())
    tags = EnterpriseTag.objects.filter(_among(keys)).order_by("industry__position", "industry__code")
    for key, industry, scheme, is_main in tags.values_list("enterprise", "industry", "industry__scheme", "is_main"):
        found[key][schemes.index(scheme)].append(industry)
        if is_main:
            main[key] = industry
    return {key: (*lists, main.get(key)) for key, lists in found.items()}
