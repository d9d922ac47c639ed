"""Records that may mean one enterprise: the same name, a name that the other bore, the same number in their codes."""

from collections import defaultdict
from collections.abc import Iterable
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
ORGANISATION = (9, 9)  # the subject code within a credit code (GB 32100): its first character, its length

# The first line of all names is the present Chinese one, folded: width, capitals and spaces do not count.
PRESENT_NAME = Left("names", StrIndex("names", Value("\n", output_field=TextField())) - 1)


@dataclass(frozen=True)
class Group:
    """What the records share, and their primary keys in the order of their numbers."""

    shared: str
    keys: tuple[int, ...]


def duplicates(user, kind: str) -> list[Group]:
    """The groups among the records that the user may edit, at most AT_MOST.

    The register is read once or twice, however many records there are.
    """
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
