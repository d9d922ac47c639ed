"""A sheet against the records: what every row would do, and everything that is wrong with it. Writes nothing."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from zoneportal.characters import compact
from zoneportal.messages import N_, Refused
from zoneportal.rights import has_right
from zoneportal.spreadsheets import cells, formats, formulas, headers, rules, uniqueness
from zoneportal.spreadsheets.reading import Sheet
from zoneportal.spreadsheets.rows import STATES, Finding, Headers, Row, of_file
from zoneportal.spreadsheets.since_export import SinceExport
from zoneportal.spreadsheets.widgets import Hints
from zoneportal.spreadsheets.wire import Cell

MISSING = N_("The column “%(column)s” is missing. Add it, or correct its header.")
UNKNOWN = N_("The column “%(column)s” is not known here. Correct its header, or choose to ignore the column.")
UNNAMED = N_("Column %(letter)s has cells but no header. Give it one, or choose to ignore the column.")
MAY_NOT_IMPORT = N_("Importing this sheet is not among your rights.")
MAY_NOT_ADD = N_("This row is new, and adding such records is not among your rights.")
MAY_NOT_CHANGE = N_("This row changes a record, and changing such records is not among your rights.")
REPEATED = N_("This row says the same as row %(first)s and was counted once.")
CONTRADICTED = N_(
    "Rows %(first)s and %(second)s are about the same record and differ. Keep the right one and delete the other."
)


@dataclass
class Checked:
    """All that is known about a sheet before anything is written."""

    sheet: Sheet
    layout: headers.Layout | None = None
    rows: list[Row] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)  # of the file as a whole
    notices: list[Finding] = field(default_factory=list)

    @property
    def unknown(self) -> list[str]:
        """Headers that no column knows; a column without header by its letter."""
        return [place.header or headers.letter(place.index) for place in self.layout.unknown] if self.layout else []

    def counts(self) -> dict[str, int]:
        found = Counter(row.state for row in self.rows)
        return {state: found[state] for state in STATES}

    def all_errors(self) -> list[Finding]:
        return self.errors + [finding for row in self.rows for finding in row.errors]

    def all_notices(self) -> list[Finding]:
        return self.notices + [finding for row in self.rows for finding in row.notices]


def read_rows(resource: Any, sheet: Sheet) -> Checked:
    """Header and cells: everything that asks no record but the tables that columns name."""
    checked = Checked(sheet)
    if not resource.may(resource.user, "import"):
        checked.errors.append(of_file(MAY_NOT_IMPORT))
        return checked
    try:
        layout = headers.find(sheet.rows, [column.known_as() for column in resource.columns.values()])
    except Refused as refused:
        checked.errors.append(of_file(refused.message, **refused.params))
        return checked
    checked.layout = layout
    checked.errors = _header_errors(resource, layout)
    if checked.errors:
        return checked
    places = {name: place.index for name, place in layout.places.items()}
    labels = {name: column.label for name, column in resource.columns.items()}
    shared = Headers(places, labels | {name: place.header for name, place in layout.places.items()})
    if sheet.format == formats.TEXT:
        layout.data = [(number, [_unescaped(cell) for cell in row]) for number, row in layout.data]
    checked.rows = [Row(number, row, shared) for number, row in layout.data]
    resource.prepare()
    for name in layout.places:
        _clean_column(resource, checked, name)
    return checked


def _unescaped(cell: Cell) -> Cell:
    """Without the apostrophe that an export puts before what a program would run as a formula."""
    return formulas.unescape(cell) if isinstance(cell, str) else cell


def _header_errors(resource: Any, layout: headers.Layout) -> list[Finding]:
    found = [of_file(refused.message, **refused.params) for refused in layout.errors]
    found += [
        of_file(MISSING, resource.columns[column.name].label, column=column.labels[0]) for column in layout.missing
    ]
    ignored = {_key(name) for name in resource.options.ignored}
    for place in layout.unknown:
        letter = headers.letter(place.index)
        if _key(place.header or letter) in ignored:
            continue
        if place.header:
            found.append(of_file(UNKNOWN, place.header, column=place.header))
        else:
            found.append(of_file(UNNAMED, letter, letter=letter))
    return found


def _key(header: str) -> str:
    return compact(header).casefold()


def _clean_column(resource: Any, checked: Checked, name: str) -> None:
    """The value of one column in every row; each distinct cell once where a column repeats few."""
    column, place = resource.columns[name], checked.layout.places[name]
    hints = Hints(place.unit, column.unit, checked.sheet.has_1904_dates)
    known: dict[tuple, Any] = {}
    for row in checked.rows:
        cell = row.cells[place.index] if place.index < len(row.cells) else None
        if cells.is_blank(cell, column.blank_words):
            row.values[name] = None
            continue
        key = (type(cell), cell)
        value = known.get(key) if column.widget.repeats else None
        if value is None:
            try:
                value = column.widget.clean(cell, hints=hints)
            except (Refused, ValidationError) as error:
                value = error
            if column.widget.repeats:
                known[key] = value
        if isinstance(value, Refused | ValidationError):
            row.refuse_for(name, value)
        else:
            row.values[name] = value


def compare(resource: Any, checked: Checked) -> None:
    """Rows with records: which are new, what changes, which rules are broken. A fixed number of queries a chunk."""
    rows = checked.rows
    for row in rows:
        resource.tidy(row)
    resource.find(rows)
    resource.out_of_scope(rows)
    _find_repeated(resource, rows)
    since = SinceExport(resource, checked.layout)
    since.narrow(rows)
    live = [row for row in rows if row.main and not row.repeats]
    for row in live:
        resource.fill(row)
    resource.complete(live)
    since.find_conflicts(live)
    checked.notices += since.notices
    _judge(resource, live)
    for row in live:
        _check_rights(resource.user, row)
    for row in rows:
        if row.repeats and row.repeats.errors:
            row.errors = [replace(finding, row=row.number) for finding in row.repeats.errors]
        elif row.repeats:
            row.notice("", REPEATED, first=row.repeats.number)


def _find_repeated(resource: Any, rows: list[Row]) -> None:
    """Two rows about one record are an error unless they agree in every cell; then the first one counts."""
    first: dict[Any, Row] = {}
    for row in rows:
        identity = resource.identity(row)
        if identity is None:
            continue
        other = first.setdefault(identity, row)
        if other is row:
            continue
        if other.values == row.values:
            row.repeats = other
        else:
            for each in (other, row):
                each.refuse(resource.place_of_key(each), CONTRADICTED, first=other.number, second=row.number)


def _judge(resource: Any, rows: list[Row]) -> None:
    prepared = {
        model: rules.ModelRules(model, cleans=model not in resource.cleans_itself) for model in resource.models_written
    }
    rules.judge(rows, prepared, resource.column_of)
    uniqueness.judge(rows, resource.models_written, resource.column_of)


def _check_rights(user: Any, row: Row) -> None:
    """Adding and changing are rights of their own, for every kind of record that a row touches."""
    for draft in row.drafts:
        if draft.writes:
            message = MAY_NOT_ADD if draft.is_new else MAY_NOT_CHANGE
            if not has_right(user, type(draft.instance), "add" if draft.is_new else "change"):
                row.refuse("", message)
                return
