"""Which enterprise does a row mean? By zone number, by credit code, else by its name within its park."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseFormerNumber, Registration
from parks.models import Park
from parks.scope import covers_all_parks
from zoneportal.messages import N_, Refused

UNKNOWN_NUMBER = N_("There is no enterprise with the number “%(value)s”. Leave the cell empty for a new enterprise.")
TWO_ENTERPRISES = N_("The number and the credit code of this row belong to two different enterprises.")
SEVERAL_OF_NAME = N_("Several enterprises are called “%(value)s”. Fill in the credit code or the zone number.")

Fetch = Callable[..., Iterator[Any]]


class Asked(NamedTuple):
    number: str = ""
    code: str = ""
    name: str = ""
    park: Park | None = None


@dataclass
class Stays:
    """All stays of one enterprise."""

    all: list[Registration] = field(default_factory=list)

    @property
    def open(self) -> Registration | None:
        return next((stay for stay in self.all if stay.end_on is None), None)

    @property
    def park_id(self) -> int | None:
        """The park of the open stay, else of the one that ended last: whose enterprise it is."""
        latest = self.open or max(self.all, key=lambda stay: stay.end_on, default=None)
        return latest.park_id if latest else None


def parks_of(user: Any) -> set[int] | None:
    """Keys of the parks that the user works for; None for all of them."""
    return None if covers_all_parks(user) else set(Park.objects.editable_by(user).values_list("pk", flat=True))


def stays_of(fetch: Fetch, keys: Iterable[int]) -> dict[int, Stays]:
    """By primary key of the enterprise, for every one of them."""
    found = {key: Stays() for key in keys}
    for stay in fetch("enterprise", list(found), Registration):
        found[stay.enterprise_id].all.append(stay)
    return found


class Finder:
    """Finds the enterprises of many rows at once, in a fixed number of queries for each 5,000 rows.

    `own_parks`: keys of the parks whose enterprises can be found by name; None for all.
    """

    def __init__(self, fetch: Fetch, own_parks: set[int] | None) -> None:
        self.fetch = fetch
        self.own_parks = own_parks

    def find(self, asked: list[Asked]) -> list[Enterprise | Refused | None]:
        """For each question the enterprise, None where there is none, or why it cannot be said."""
        by_number = self._by_number({each.number for each in asked if each.number})
        by_code = self._by("credit_code", (each.code for each in asked))
        names = {each.name for each in asked if each.name and each.number not in by_number and each.code not in by_code}
        self._learn_names(names)
        return [self._found(each, by_number, by_code) for each in asked]

    def _by_number(self, wanted: set[str]) -> dict[str, Enterprise]:
        """Also by the number of a record that was merged into another one."""
        found = self._by("number", wanted)
        merged = {
            each.number: each.enterprise_id
            for each in self.fetch("number", wanted - set(found), EnterpriseFormerNumber)
        }
        stays = {each.pk: each for each in self.fetch("pk", set(merged.values()), Enterprise)}
        return found | {number: stays[key] for number, key in merged.items()}

    def _by(self, field_name: str, values: Iterable[str]) -> dict[str, Enterprise]:
        wanted = {value for value in values if value}
        return {getattr(found, field_name): found for found in self.fetch(field_name, wanted, Enterprise)}

    def _learn_names(self, names: set[str]) -> None:
        self._named: dict[str, list[Enterprise]] = {}
        for found in self.fetch("name_zh", names, Enterprise):
            self._named.setdefault(found.name_zh, []).append(found)
        former = {
            (each.enterprise_id, each.name_zh)
            for each in self.fetch("name_zh", names - set(self._named), EnterpriseFormerName)
        }
        records = {each.pk: each for each in self.fetch("pk", {key for key, _name in former}, Enterprise)}
        for key, name in sorted(former):
            self._named.setdefault(name, []).append(records[key])
        keys = {found.pk for several in self._named.values() for found in several}
        self._stays = stays_of(self.fetch, keys)

    def _found(self, asked: Asked, by_number: dict, by_code: dict) -> Enterprise | Refused | None:
        numbered, coded = by_number.get(asked.number), by_code.get(asked.code)
        if asked.number and numbered is None:
            return Refused(UNKNOWN_NUMBER, value=asked.number)
        if numbered and coded and numbered.pk != coded.pk:
            return Refused(TWO_ENTERPRISES)
        return numbered or coded or self._by_name(asked)

    def _by_name(self, asked: Asked) -> Enterprise | Refused | None:
        """Within the park that the row names, else among all that the user works for.

        A row with a code that nobody has means a record of its name only where that one lacks its code.
        """
        candidates = [each for each in self._named.get(asked.name, []) if self._is_near(each, asked)]
        if asked.code:
            candidates = [each for each in candidates if not each.credit_code]
        if len(candidates) > 1:
            without_code = [each for each in candidates if not each.credit_code]
            candidates = without_code if len(without_code) == 1 else candidates
        if len(candidates) > 1:
            return Refused(SEVERAL_OF_NAME, value=asked.name)
        return candidates[0] if candidates else None

    def _is_near(self, enterprise: Enterprise, asked: Asked) -> bool:
        home = self._stays[enterprise.pk].park_id
        if self.own_parks is not None and home not in self.own_parks:
            return False
        return asked.park is None or home == asked.park.pk
