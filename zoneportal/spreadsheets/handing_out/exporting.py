"""A sheet on its way out: what the user may see, in the columns that the import understands."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.handing_out import csv_files, json_files, ods_files, templates, xlsx_files
from zoneportal.spreadsheets.handing_out.tables import Table, with_fingerprints
from zoneportal.spreadsheets.sheets import registry

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ods": ods_files.MIMETYPE,
    "json": "application/json; charset=utf-8",
}
WRITERS: dict[str, Callable[[IO[bytes], Table], None]] = {
    "xlsx": xlsx_files.write,
    "csv": csv_files.write,
    "ods": ods_files.write,
    "json": json_files.write,
}
NO_FORMAT = N_("“%(ending)s” is not a format of exports. Choose one of: %(known)s.")


def format_of(name: str) -> str:
    """A key of FORMATS, by the ending of a file name. Errors: Refused."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise Refused(NO_FORMAT, ending=ending, known=", ".join(FORMATS))
    return ending


def export(*, sheet: str, user: Any, file: IO[bytes], format: str, among: QuerySet | None = None) -> int:
    """Writes the sheet into `file`, of the records `among` (a filtered list) or of all. Returns how many rows.

    Errors: PermissionDenied, before anything is written; Refused, where a workbook cannot hold so many rows.
    """
    resource = _resource(sheet, user, "export")
    counted = count()
    WRITERS[format](file, _table(resource, _counting(resource.export_rows(among), counted)))
    return next(counted)


def template(*, sheet: str, user: Any, file: IO[bytes], group: str = "") -> None:
    """A workbook to hand out, empty or filled with the records of a group. Errors: PermissionDenied."""
    resource = _resource(sheet, user, "import")
    among = None
    if group:
        if not resource.may(user, "export") or group not in dict(resource.groups()):
            raise PermissionDenied
        among = resource.of_group(group)
    rows = resource.export_rows(among) if group else iter(())
    templates.write(file, _table(resource, rows), resource.needed())


def template_groups(*, sheet: str, user: Any) -> list[tuple[str, str]]:
    """[(word, label)] of what a template may be filled with: nothing for who may not export."""
    resource = registry.of_name(sheet)(user=user)
    return resource.groups() if resource.may(user, "export") else []


def _resource(sheet: str, user: Any, word: str) -> Any:
    resource = registry.of_name(sheet)(user=user)
    if not resource.may(user, word):
        raise PermissionDenied
    resource.prepare()
    return resource


def _table(resource: Any, found: Iterator[tuple]) -> Table:
    return Table(
        name=resource.sheet,
        title=str(resource.title),
        columns=resource.shown_columns(),
        rows=with_fingerprints(resource, found),
        exported_at=timezone.localtime(),
    )


def _counting(found: Iterator[tuple], counted: Iterator[int]) -> Iterator[tuple]:
    for values in found:
        next(counted)
        yield values
