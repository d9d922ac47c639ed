"""Everything a file must say: the rows, and what a reader needs in order to use them rightly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zoneportal.data_files.columns import Column, Kind, Row
from zoneportal.messages import N_

NOT_STATED = N_("terms of use are not stated")


@dataclass(frozen=True)
class Terms:
    """Who publishes, and on which terms the data may be used. No licence: the terms are not stated."""

    publisher: str
    licence: str = ""
    licence_address: str = ""


@dataclass(frozen=True)
class Document:
    name: str  # of the file, without its ending
    title: str
    address: str  # of the page that shows the same
    language: str  # zh or en
    terms: Terms
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    made_at: datetime  # when the newest of it became public: the same data make the same file
    rows_name: str = "rows"  # their key in json
    facts: Mapping[str, Any] = field(default_factory=dict)  # further keys in json
    notes: Sequence[tuple[str, str]] = ()  # (name, text) for the sheet of notes, translated


# A row of csv may travel alone, so each says where it is from. The other kinds of file say it once.
ORIGIN: tuple[Column, ...] = (
    Column("title", N_("title"), meaning=N_("Name of the table.")),
    Column("publisher", N_("publisher"), meaning=N_("Who publishes the data.")),
    Column("licence", N_("licence"), meaning=N_("The terms on which the data may be used.")),
    Column("licence_address", N_("address of the licence"), Kind.ADDRESS, N_("Where the terms can be read.")),
    Column("address", N_("address of the page"), Kind.ADDRESS, N_("The page that shows the same data.")),
)


def columns_of_csv(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return (*columns, *ORIGIN)
