"""Everything the interface can be asked: the one declaration behind its addresses, its answers and its description."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from enterprises.models import (
    Enterprise,
    EnterpriseFormerName,
    EnterpriseFormerNumber,
    EnterpriseTag,
    IndustryClass,
    IndustryTag,
    Qualification,
    QualificationKind,
    Registration,
    StatusEvent,
)
from parks.models import Park
from stats.models import Figure, Indicator, IndicatorDefinition, Release
from zoneportal.api import items, lists, parameters, records
from zoneportal.api.parameters import PAGING, Parameter
from zoneportal.api.records import Shape
from zoneportal.messages import N_

STATISTICS = (Figure, Release, Indicator, IndicatorDefinition, Park, IndustryTag)
REGISTER = (
    *(Enterprise, EnterpriseFormerName, EnterpriseFormerNumber, EnterpriseTag, IndustryClass, IndustryTag),
    *(Qualification, QualificationKind, Registration, StatusEvent, Park),
)


@dataclass(frozen=True)
class Operation:
    name: str  # of its address in the program, and in the description
    path: str  # below /api/v1/, as Django writes it
    summary: str  # English, to be translated
    shape: Shape
    shows: tuple[type[Model], ...]
    find: Callable[..., Any]
    moved: Callable[..., str | None] | None = None  # of an item that is not found: the key under which it stands now
    parameters: tuple[Parameter, ...] = ()
    cursor: Callable[[dict], str] | None = None  # of a list: what names the place of a row
    key: str = ""  # of an item: what its address names
    key_meaning: str = ""

    @property
    def is_list(self) -> bool:
        return self.cursor is not None

    @property
    def readable_path(self) -> str:
        """`indicators/{code}/`, as the description writes it."""
        return re.sub(r"<slug:([a-z]+)>", r"{\1}", self.path)


def place_by(name: str) -> Callable[[dict], str]:
    return lambda row: row[name]


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="api_indicators",
        path="indicators/",
        summary=N_("Indicators with released figures"),
        shape=records.INDICATOR,
        shows=STATISTICS,
        find=lists.indicators,
        parameters=(parameters.THEME, *PAGING),
        cursor=place_by("indicator"),
    ),
    Operation(
        name="api_indicator",
        path="indicators/<slug:code>/",
        summary=N_("One indicator with its definitions, vintages and scopes"),
        shape=records.INDICATOR_IN_FULL,
        shows=STATISTICS,
        find=items.indicator,
        key="code",
        key_meaning=N_("Code of the indicator."),
    ),
    Operation(
        name="api_figures",
        path="figures/",
        summary=N_("Released figures: the latest ones, those of one vintage, or those of one release as published"),
        shape=records.FIGURE,
        shows=STATISTICS,
        find=lists.figures,
        parameters=(*parameters.FIGURES, *PAGING),
        cursor=place_by("cursor"),
    ),
    Operation(
        name="api_releases",
        path="releases/",
        summary=N_("Releases, the newest first"),
        shape=records.RELEASE,
        shows=(Release,),
        find=lists.releases,
        parameters=PAGING,
        cursor=place_by("release"),
    ),
    Operation(
        name="api_release",
        path="releases/<slug:slug>/",
        summary=N_("One release; its figures are found by the parameter release"),
        shape=records.RELEASE,
        shows=(Release,),
        find=items.release,
        key="slug",
        key_meaning=N_("Key of the release."),
    ),
    Operation(
        name="api_parks",
        path="parks/",
        summary=N_("Parks of the zone"),
        shape=records.PARK,
        shows=REGISTER,
        find=lists.parks,
        parameters=PAGING,
        cursor=place_by("park"),
    ),
    Operation(
        name="api_park",
        path="parks/<slug:code>/",
        summary=N_("One park"),
        shape=records.PARK,
        shows=REGISTER,
        find=items.park,
        key="code",
        key_meaning=N_("Code of the park."),
    ),
    Operation(
        name="api_enterprises",
        path="enterprises/",
        summary=N_("Enterprises of the public directory, by their number"),
        shape=records.ENTERPRISE,
        shows=REGISTER,
        find=lists.enterprises,
        parameters=(*parameters.ENTERPRISES, *PAGING),
        cursor=place_by("number"),
    ),
    Operation(
        name="api_enterprise",
        path="enterprises/<slug:number>/",
        summary=N_("One enterprise with everything its page says"),
        shape=records.ENTERPRISE_IN_FULL,
        shows=REGISTER,
        find=items.enterprise,
        moved=items.enterprise_moved,
        key="number",
        key_meaning=N_("Enterprise number."),
    ),
)
