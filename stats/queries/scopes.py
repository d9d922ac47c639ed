"""The public names of what a figure is about: the zone, its parks, its industries, classes of size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from enterprises.models import IndustryTag
from parks.models import Park
from stats.models.figure import SizeClass
from stats.queries.cells import NAMES, Observation, in_language, words_at
from stats.scope import ZONE, parts
from stats.tables import Label
from zoneportal.bilingual import content_language
from zoneportal.publishing.queries import published

ZONE_ONLY, BY_PARK, BY_INDUSTRY, BY_SIZE, COMBINED = "zone", "park", "industry", "size", "combined"


@dataclass(frozen=True)
class Scopes:
    """Names by kind and code, in the order in which a table shows them."""

    names: dict[str, dict[str, str]]

    def is_public(self, scope: str) -> bool:
        """A park that is not public is not named, so neither are figures about it."""
        return scope == ZONE or all(code in self.names.get(kind, ()) for kind, code in parts(scope))

    def public(self, observations: Iterable[Observation]) -> list[Observation]:
        return [observation for observation in observations if self.is_public(observation.scope)]

    def also_public(self, others: "Scopes") -> "Scopes":
        """Those that the others name as well, by the names that they have here."""
        return Scopes(
            {
                kind: {code: name for code, name in names.items() if code in others.names[kind]}
                for kind, names in self.names.items()
            }
        )

    def label(self, scope: str) -> Label:
        if scope == ZONE:
            return Label(scope, _("the whole zone"))
        return Label(scope, " · ".join(self.names[kind][code] for kind, code in parts(scope)))

    def ordered(self, scopes: Iterable[str]) -> list[Label]:
        """The zone first, then parks, industries and sizes in their own order, combinations last."""
        return [self.label(scope) for scope in sorted(set(scopes), key=self.place)]

    def place(self, scope: str) -> tuple:
        if scope == ZONE:
            return (0,)
        steps = [(list(self.names).index(kind), list(self.names[kind]).index(code)) for kind, code in parts(scope)]
        return (len(steps), *steps)


def kind_of(scope: str) -> str:
    if scope == ZONE:
        return ZONE_ONLY
    kinds = [kind for kind, _code in parts(scope)]
    return kinds[0] if len(kinds) == 1 else COMBINED


def scopes_at(at: datetime, *, is_past: bool = False) -> Scopes:
    """Three queries: two for the parks, one for the industries; four where they have the names of a former moment."""
    tags = IndustryTag.objects.order_by(*IndustryTag._meta.ordering).values("pk", "code", *NAMES)
    then = words_at(IndustryTag, at, NAMES) if is_past else {}
    language = content_language()
    return Scopes(
        {
            BY_PARK: {park.code: park.name for park in published(Park, at)},
            BY_INDUSTRY: {tag["code"]: in_language(then.get(tag["pk"], tag), "name", language) for tag in tags},
            BY_SIZE: {code: str(label) for code, label in SizeClass.choices},
        }
    )
