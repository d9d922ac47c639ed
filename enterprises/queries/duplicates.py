"""Records that may mean one enterprise: the same name, a name that the other bore, the same number in their codes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import Left, StrIndex, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise, RegisterLine
from parks.scope import covers_all_parks

NAME, FORMER, CODE, OLD_NUMBER = "name", "former", "code", "old"
KINDS: dict[str, str | Promise] = {
    NAME: _("Same name"),
    FORMER: _("A name that the other one bore"),
    CODE: _("Same organisation in the credit code"),
    OLD_NUMBER: _("Same old registration number"),
}
AT_MOST = 1000  # groups of a kind: who has more has sent a whole sheet twice, and undoes that
CHUNK = 10_000
Ground = tuple[str, str]  # of a suspicion: its kind, and what the records share
Pair = frozenset[int]  # the keys of two records
ORGANISATION = (9, 9)  # the subject code within a credit code (GB 32100): its first character, its length

# The first line of all names is the present Chinese one, folded: width, capitals and spaces do not count.
PRESENT_NAME = Left("names", StrIndex("names", Value("\n", output_field=TextField())) - 1)


@dataclass(frozen=True)
class Group:
    """What the records share, their primary keys in the order of their numbers, and which pairs are known to be two."""

    shared: str
    keys: tuple[int, ...]
    distinct: Set[Pair] = frozenset()


def duplicates(user, kind: str, distinct: Mapping[Ground, Set[Pair]] | None = None) -> list[Group]:
    """The groups among the records that the user may edit, at most AT_MOST.

    `distinct` are the pairs that are two enterprises although they share a ground: `pairs_by_ground(known_pairs())`.
    The register is read once or twice, however many records there are.
    """
    found = _found(user, kind)
    return [part for group in found for part in _parts(group, (distinct or {}).get((kind, group.shared), frozenset()))]


def shared_by(one: Enterprise, other: Enterprise) -> list[Ground]:
    """Why the two look like one enterprise, each (kind, what they share). One query."""
    mine, theirs = (RegisterLine.objects.in_bulk([one.pk, other.pk])[each.pk] for each in (one, other))
    names = [each.names.partition("\n")[0] for each in (mine, theirs)]
    former = [set(each.former_names.split("\n")) - {""} for each in (mine, theirs)]
    organisations = [_organisation(each.credit_code or "") for each in (mine, theirs)]
    old_numbers = [each.old_registration_number for each in (mine, theirs)]
    borne = (former[0] & {names[1], *former[1]}) | (former[1] & {names[0]})
    alike = [(NAME, names), (CODE, organisations), (OLD_NUMBER, old_numbers)]
    grounds = [(kind, pair[0]) for kind, pair in alike if pair[0] and pair[0] == pair[1]]
    return sorted(grounds + [(FORMER, name) for name in borne])


def _organisation(code: str) -> str:
    first, length = ORGANISATION
    return code[first - 1 :][:length]


def _parts(group: Group, distinct: Set[Pair]) -> list[Group]:
    """What still hangs together when these pairs are two enterprises: A and B may be two, and both may be C."""
    if not distinct:
        return [group]
    left, parts = list(group.keys), []
    while left:
        part = [left.pop(0)]
        for key in part:  # grows meanwhile
            part += (near := [each for each in left if frozenset((key, each)) not in distinct])
            left = [each for each in left if each not in near]
        parts.append(Group(group.shared, tuple(key for key in group.keys if key in part), distinct))
    return [part for part in parts if len(part.keys) > 1]


def _found(user, kind: str) -> list[Group]:
    lines = RegisterLine.objects.all()
    if not covers_all_parks(user):
        lines = lines.filter(enterprise__in=Enterprise.objects.editable_by(user).values("pk"))
    if kind == FORMER:
        return _by_former_names(lines)
    if kind == CODE:
        return _sharing(lines.exclude(credit_code=None).annotate(shared=Substr("credit_code", *ORGANISATION)))
    if kind == OLD_NUMBER:
        return _sharing(lines.exclude(old_registration_number="").annotate(shared=F("old_registration_number")))
    return _sharing(lines.annotate(shared=PRESENT_NAME))


def _sharing(lines: QuerySet) -> list[Group]:
    several = lines.order_by().values("shared").annotate(number=Count("pk")).filter(number__gt=1)
    shared = list(several.order_by("shared").values_list("shared", flat=True)[:AT_MOST])
    return _grouped(lines.filter(shared__in=shared).order_by("shared", "number").values_list("shared", "pk"))


def _by_former_names(lines: QuerySet) -> list[Group]:
    bearers: dict[str, list[int]] = defaultdict(list)
    for key, names in lines.exclude(former_names="").order_by("number").values_list("pk", "former_names"):
        for name in names.split("\n"):
            bearers[name].append(key)
    found: list[tuple[str, int]] = []
    wanted = sorted(bearers)
    for start in range(0, len(wanted), CHUNK):
        present = lines.annotate(shared=PRESENT_NAME).filter(shared__in=wanted[start : start + CHUNK])
        for name, key in present.order_by("shared", "number").values_list("shared", "pk"):
            found += [(name, key), *((name, other) for other in bearers[name])]
    return [group for group in _grouped(found) if len(group.keys) > 1][:AT_MOST]


def _grouped(pairs: Iterable[tuple[str, int]]) -> list[Group]:
    groups: dict[str, dict[int, None]] = defaultdict(dict)
    for shared, key in pairs:
        groups[shared][key] = None
    return [Group(shared, tuple(keys)) for shared, keys in groups.items()]
