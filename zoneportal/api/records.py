"""The shapes of the answers: columns of the open data, and lists within an item."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stats.downloads import FIGURES
from stats.downloads.columns import VINTAGES
from stats.models.indicator import Theme
from zoneportal.data_files.columns import Column, Kind, Row, Value
from zoneportal.messages import N_
from zoneportal.numbers import UNITS, plain_number
from zoneportal.open_data.enterprises import ENTERPRISES
from zoneportal.open_data.parks import PARKS


@dataclass(frozen=True)
class Nested:
    """A list within an item; its rows have columns of their own."""

    name: str
    meaning: str  # English, to be translated
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Shape:
    name: str  # in the description
    columns: tuple[Column, ...]
    lists: tuple[Nested, ...] = ()

    def written(self, row: Row) -> dict[str, Any]:
        """The row as JSON, in the order of the declaration."""
        found = {column.name: json_value(row[column.name]) for column in self.columns}
        for each in self.lists:
            found[each.name] = [
                {column.name: json_value(inner[column.name]) for column in each.columns} for inner in row[each.name]
            ]
        return found


def json_value(value: Value) -> Any:
    """A decimal is a text, so that no program rounds it; what is empty is null."""
    match value:
        case Decimal():
            return plain_number(value)
        case date():
            return value.isoformat()
        case "":
            return None
    return value


PAGE = Column("page", N_("page"), Kind.ADDRESS, N_("The page that shows the same."))
FILE = Column("file", N_("file"), Kind.ADDRESS, N_("The same as csv, xlsx or json: change the ending."))
DEFINITION = (
    Column("valid_from_year", N_("valid from year"), Kind.INTEGER),
    Column("unit", N_("unit code"), Kind.CODE, choices=tuple(UNITS)),
    Column("unit_name", N_("unit")),
    Column("definition", N_("definition")),
    Column("source", N_("source")),
)
VINTAGE = (
    Column("vintage", N_("vintage code"), Kind.CODE, choices=VINTAGES),
    Column("vintage_name", N_("vintage")),
)
SCOPE = (Column("scope", N_("scope code"), Kind.CODE), Column("scope_name", N_("scope")))
INDICATOR_COLUMNS = (
    Column("indicator", N_("indicator code"), Kind.CODE, N_("Fixed code of the indicator."), is_key=True),
    Column("name", N_("name")),
    Column("theme", N_("theme code"), Kind.CODE, choices=tuple(Theme.values)),
    Column("theme_name", N_("theme")),
    Column("unit", N_("unit code"), Kind.CODE, N_("Of the newest definition."), choices=tuple(UNITS)),
    Column("unit_name", N_("unit")),
    Column("first_year", N_("first year"), Kind.INTEGER),
    Column("last_year", N_("last year"), Kind.INTEGER),
    Column("first_released_on", N_("first released on"), Kind.DAY),
    Column("last_released_on", N_("last released on"), Kind.DAY),
    Column("sample", N_("sample data"), Kind.YES_NO),
    PAGE,
    FILE,
)
INDICATOR = Shape("Indicator", INDICATOR_COLUMNS)
INDICATOR_IN_FULL = Shape(
    "IndicatorInFull",
    INDICATOR_COLUMNS,
    (
        Nested("definitions", N_("Definitions by which released figures were made, the newest first."), DEFINITION),
        Nested("vintages", N_("Vintages that were released, the last one first."), VINTAGE),
        Nested("scopes", N_("The zone and its parts for which figures were released."), SCOPE),
    ),
)
FIGURE = Shape("Figure", FIGURES)
RELEASE = Shape(
    "Release",
    (
        Column("release", N_("release"), Kind.CODE, N_("Key of the release."), is_key=True),
        Column("title", N_("title")),
        Column("released_on", N_("released on"), Kind.DAY),
        Column("basis", N_("basis of the release")),
        Column("notes", N_("notes")),
        Column("sample", N_("sample data"), Kind.YES_NO),
        PAGE,
        FILE,
    ),
)
PARK = Shape("Park", PARKS)
ENTERPRISE = Shape("Enterprise", ENTERPRISES)
FROM, TO = Column("from", N_("from"), Kind.DAY), Column("to", N_("to"), Kind.DAY)
ENTERPRISE_IN_FULL = Shape(
    "EnterpriseInFull",
    ENTERPRISES,
    (
        Nested(
            "former_names",
            N_("Names it bore before."),
            (Column("name", N_("name")), Column("used_until", N_("used until"), Kind.DAY)),
        ),
        Nested(
            "statuses",
            N_("Legal statuses, the newest first."),
            (
                Column("status", N_("status code"), Kind.CODE),
                Column("status_name", N_("legal status")),
                Column("since", N_("since"), Kind.DAY),
                Column("document_number", N_("document number")),
            ),
        ),
        Nested(
            "registrations",
            N_("Stays in parks of the zone, the newest first."),
            (
                *(Column("park", N_("park code"), Kind.CODE), Column("park_name", N_("park")), FROM, TO),
                Column("end_reason", N_("why it ended")),
            ),
        ),
        Nested(
            "industries",
            N_("Industries of the zone to which it belongs."),
            (
                *(Column("industry", N_("industry code"), Kind.CODE), Column("industry_name", N_("industry"))),
                Column("is_main", N_("main industry"), Kind.YES_NO),
            ),
        ),
        Nested(
            "qualifications",
            N_("Qualifications, the newest first."),
            (
                *(Column("qualification", N_("qualification")), Column("certificate_number", N_("certificate number"))),
                *(FROM, TO, Column("is_valid", N_("valid today"), Kind.YES_NO)),
            ),
        ),
    ),
)
