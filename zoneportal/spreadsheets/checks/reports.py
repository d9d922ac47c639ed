"""What a check found, kept beside the uploaded file: a summary, and one line of JSON for each finding or row.

Lines, not one document, so that a page of a long report costs a page, and so that it can be written while the check
goes on. Two parts are for the portal alone: `prints` (what the check saw of the records) and `plan` (what it would
write).
"""

import hashlib
import json
import os
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, default_storage

from zoneportal.spreadsheets.layout.headers import Layout
from zoneportal.spreadsheets.values.rows import CHANGED, NEW, Finding

LISTS = ("errors", "notices", NEW, CHANGED)
DIGESTED = ("prints", "plan")
PARTS = ("summary", *LISTS, *DIGESTED)
FRESH = "fresh"  # a part while it is stored
BLOCK = 1 << 20

KINDS = 12

# As JSON: json.dumps with these words would make such an encoder for each line.
encoded = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


@dataclass(frozen=True)
class Report:
    """The stored report of one job."""

    storage: Storage
    base: str  # name of the uploaded file

    def _name(self, part: str) -> str:
        return f"{self.base}.{part}"

    def write(self, part: str, lines: Iterable[Any]) -> None:
        with tempfile.TemporaryFile() as file:
            file.writelines((encoded(line) + "\n").encode() for line in lines)
            self.keep(part, file)

    def keep(self, part: str, file: IO[bytes]) -> None:
        """The file becomes a part of the report in place of an earlier one; one of the two is there at every moment."""
        file.seek(0)
        fresh, name = self._name(FRESH), self._name(part)
        self.storage.delete(fresh)  # of a process that was killed
        self.storage.save(fresh, File(file))
        Path(self.storage.path(fresh)).replace(self.storage.path(name))

    def texts(self, part: str) -> Iterator[bytes]:
        """The lines of a part as they were written; nothing where no report was written."""
        if self.storage.exists(self._name(part)):
            with self.storage.open(self._name(part)) as file:
                yield from file.file  # a Django file looks for lines by itself, slowly

    def page(self, part: str, start: int = 0, stop: int | None = None) -> list[Any]:
        """The lines from `start` to before `stop`."""
        return [json.loads(line) for line in islice(self.texts(part), start, stop)]

    def summary(self) -> dict[str, Any]:
        return (self.page("summary") or [{}])[0]

    def findings(self, part: str) -> Iterator[Finding]:
        """The errors or the notices, one after another."""
        return (finding_of_line(json.loads(line)) for line in self.texts(part))

    def digest(self, part: str) -> str:
        """SHA-256 of the part as it is stored."""
        found = hashlib.sha256()
        for line in self.texts(part):
            found.update(line)
        return found.hexdigest()

    def take(self, other: "Report") -> None:
        """What a confirmation found that checked again, in place of what the check found; but `prints` and plan."""
        for part in LISTS:
            with tempfile.TemporaryFile() as file:
                file.writelines(other.texts(part))
                self.keep(part, file)
        self.write("summary", [other.summary()])

    def delete(self) -> None:
        for part in (*PARTS, FRESH):
            self.storage.delete(self._name(part))


class Writing:
    """A report while a check makes it. Nothing of an earlier report is touched before `keep`."""

    def __init__(self) -> None:
        self._files = {part: _file() for part in PARTS if part != "summary"}
        self.start_over()

    def start_over(self) -> None:
        for file in self._files.values():
            file.seek(0)
            file.truncate()
        self.totals = dict.fromkeys(PARTS, 0)
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._examples: dict[tuple[str, str], Finding] = {}
        self._digests = {part: hashlib.sha256() for part in DIGESTED}

    def add(self, part: str, line: Any) -> None:
        self.add_text(part, (encoded(line) + "\n").encode())

    def add_text(self, part: str, line: bytes) -> None:
        self.totals[part] += 1
        if part in self._digests:
            self._digests[part].update(line)
        self._files[part].write(line)

    def add_findings(self, part: str, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(part, finding_as_line(finding))
            if part == "errors":
                kind = (finding.column, finding.message)
                self._kinds[kind] += 1
                self._examples.setdefault(kind, finding)

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 of the parts on which a confirmation relies."""
        return {part: found.hexdigest() for part, found in self._digests.items()}

    def kinds(self) -> list[list[Any]]:
        """[[number, column, an example as a line], …]: the errors by column and sentence, the most frequent first."""
        return [
            [count, kind[0], finding_as_line(self._examples[kind])] for kind, count in self._kinds.most_common(KINDS)
        ]

    def keep(self, report: Report, summary: dict[str, Any]) -> None:
        """Puts all parts in place of those of an earlier check; the summary comes last."""
        totals = {part: self.totals[part] for part in LISTS}
        for part, file in self._files.items():
            report.keep(part, file)
        report.write("summary", [summary | {"kinds": self.kinds(), "totals": totals}])

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def _file() -> IO[bytes]:
    return tempfile.TemporaryFile()


class Scratch(Report):
    """A report without a name in any folder: gone with the last who knows it, also when the process is killed."""

    def __init__(self) -> None:
        super().__init__(default_storage, "")
        self._parts: dict[str, int] = {}
        weakref.finalize(self, _close, self._parts)

    def keep(self, part: str, file: IO[bytes]) -> None:
        file.flush()
        _close({part: self._parts.pop(part)} if part in self._parts else {})
        self._parts[part] = os.dup(file.fileno())

    def texts(self, part: str) -> Iterator[bytes]:
        position, rest = 0, b""
        while part in self._parts and (block := os.pread(self._parts[part], BLOCK, position)):
            position += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from (line + b"\n" for line in lines)


def _close(parts: dict[str, int]) -> None:
    for descriptor in parts.values():
        os.close(descriptor)


def finding_as_line(finding: Finding) -> list[Any]:
    return [finding.row, finding.column, finding.value, finding.message, finding.params, finding.record]


def finding_of_line(line: list[Any]) -> Finding:
    return Finding(*line)


def recognised(layout: Layout, resource: Any) -> list[list[str]]:
    """[header as sent, label of the column, unit or ""] in the order of the sheet."""
    places = sorted(layout.places.items(), key=lambda item: item[1].index)
    return [
        [place.header, resource.columns[name].label, place.unit.name_zh if place.unit else ""] for name, place in places
    ]


def finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": finding.sentence(),
    }


def store_choice(report: Report, sheets: list[str]) -> None:
    """A workbook with several filled sheets: nothing is known of it before the clerk chooses one."""
    report.write("summary", [{"sheets": sheets, "is_whole": False, "totals": {}}])
