"""A sheet that an export gave, on its way back: what did the clerk edit, and did a colleague change the record since?

A row that nobody edited writes nothing, even where its record changed. A record that nobody changed takes the row as
any other. Where both happened the edited cells alone are looked at, and they are a conflict: mine and theirs.
"""

from typing import Any

from zoneportal.messages import N_
from zoneportal.spreadsheets.files import own_parts
from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.sheets.outgoing import shape_of, told
from zoneportal.spreadsheets.values import fingerprints
from zoneportal.spreadsheets.values.fingerprints import SAYING, Fingerprint
from zoneportal.spreadsheets.values.rows import Finding, Headers, Row, of_file

OTHER_COLUMNS = N_(
    "This sheet was exported (%(moment)s) before the columns of the portal changed: "
    "what you edited since cannot be told, so every row is compared with what is stored now."
)
CHANGED_BY_OTHERS = N_("Somebody changed this record after your export (%(moment)s).")
MINE_AND_THEIRS = N_("You wrote “%(mine)s”; the record now says “%(theirs)s”.")
DELETED_SINCE = N_("Somebody deleted this record after your export (%(moment)s), or its key was changed.")


class SinceExport:
    """One for a sheet; its rows come chunk by chunk."""

    def __init__(self, resource: Any, layout: Layout) -> None:
        self.resource = resource
        self.place = layout.fingerprint
        self.notices: list[Finding] = []
        if self.place is None:
            return
        columns = list(resource.columns.values())
        self._shape = shape_of(columns)
        moment = own_parts.moment_of(self.place.header)
        self._moment = {"moment": moment or "—"}
        self._tellers = resource.tellers()
        self._saying = [SAYING[column.widget.format] for column in columns]
        self._order = {column.name: order for order, column in enumerate(columns)}
        self._read = {
            name: (self._order[name], place.index)
            for name, place in layout.places.items()
            if _means_as_exported(resource.columns[name], place)
        }
        self._other_unit = frozenset(layout.places) - frozenset(self._read)
        self._narrowed: dict[frozenset[str], Headers] = {}
        self._both: dict[Row, None] = {}

    def narrow(self, rows: list[Row]) -> None:
        """After `find`, before `fill`: leaves each row what its clerk edited, where the record changed as well."""
        if self.place is None:
            return
        self._both = {}
        edited: dict[Row, tuple[Fingerprint, frozenset[str]]] = {}
        for row in rows:
            sent = self._sent(row)
            if sent is None or row.repeats:
                continue
            names = self._edited(row, sent)
            if row.main is not None and row.main.is_new:
                self._without_record(row, names)
            elif row.main is not None and sent.record == fingerprints.record_of(self._identity(row)):
                if names:
                    edited[row] = (sent, names)
                else:
                    self._keep(row, names)
        self._compare(edited)

    def find_conflicts(self, rows: list[Row]) -> None:
        """After `complete`: rows that would still write something although a colleague changed their record."""
        if self.place is None or self.resource.options.mine_wins:
            return
        for row in rows:
            if row in self._both and any(draft.writes for draft in row.drafts):
                row.conflict(CHANGED_BY_OTHERS, self._moment, by_cell=MINE_AND_THEIRS)

    def _sent(self, row: Row) -> Fingerprint | None:
        index = self.place.index
        found = fingerprints.parsed(row.cells[index]) if index < len(row.cells) else None
        if found and (found.shape != self._shape or len(found.cells) != len(self._order)):
            if not self.notices:
                self.notices.append(of_file(OTHER_COLUMNS, **self._moment))
            return None
        return found

    def _identity(self, row: Row) -> Any:
        return self.resource.identity_of(row.main.instance)

    def _edited(self, row: Row, sent: Fingerprint) -> frozenset[str]:
        """Names of the columns whose cells differ from the export; of columns in another unit all with a cell."""
        width = len(row.cells)
        texts = [""] * len(self._order)
        for order, index in self._read.values():
            texts[order] = self._saying[order](row.cells[index]) if index < width else ""
        if len(self._read) == len(texts) and fingerprints.whole_of(texts) == sent.whole:
            return frozenset()
        cells = {name: (texts[order], sent.cells[order]) for name, (order, _index) in self._read.items()}
        found = {name for name, (text, cell) in cells.items() if fingerprints.digest_of(text) != cell}
        if not found and len(self._read) == len(texts):
            found = set(self._read)  # two texts with one short digest
        return frozenset(found) | {name for name in self._other_unit if row.values.get(name) is not None}

    def _without_record(self, row: Row, names: frozenset[str]) -> None:
        """The record is gone. A row whose key was edited, or that was copied to become a new record, is a new one."""
        if not names.isdisjoint(self.resource.keys_of(row)):
            return
        if not names:
            row.main = None
        elif not self.resource.options.mine_wins:
            row.conflict(DELETED_SINCE, self._moment)

    def _compare(self, edited: dict[Row, tuple[Fingerprint, frozenset[str]]]) -> None:
        if not edited:
            return
        now = self.resource.values_now([row.main.instance for row in edited])
        for row, (sent, names) in edited.items():
            values = now.get(self._identity(row))
            if values is None:
                continue
            texts = [text for _cell, text, _digest in told(self._tellers, values)]
            if fingerprints.whole_of(texts) != sent.whole:
                self._keep(row, self.resource.together(names))
                self._both[row] = None
            elif self.resource.options.blank_clears:
                self._keep(row, _with_a_say(row, names))

    def _keep(self, row: Row, names: frozenset[str]) -> None:
        """As if the sheet had only these columns, and those that say which record it is."""
        kept = names | frozenset(self.resource.key)
        if kept not in self._narrowed:
            places = {name: index for name, index in row.headers.places.items() if name in kept}
            self._narrowed[kept] = Headers(places, row.headers.sent)
        row.headers = self._narrowed[kept]
        row.values = {name: value for name, value in row.values.items() if name in kept}


def _with_a_say(row: Row, edited: frozenset[str]) -> frozenset[str]:
    """Not the cells that were blank when they left: a text that no cell could hold is no blank to be cleared."""
    return frozenset(name for name in row.headers.places if name in edited or row.values.get(name, "") is not None)


def _means_as_exported(column: Any, place: Any) -> bool:
    """Whether the cells of the column mean what they meant when they left: a clerk may have changed the unit."""
    if column.unit is None or column.header == column.label:
        return place.unit is None or place.header == column.header
    return place.unit == column.unit
