"""A sheet on its way out: what the user may see, in the columns that the import understands."""

from collections.abc import Iterator
from typing import IO, Any

from django.core.exceptions import PermissionDenied

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets import registry, workbooks

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NO_FORMAT = N_("“%(ending)s” is not a format of exports. Choose one of: %(known)s.")


def format_of(name: str) -> str:
    """csv or xlsx, by the ending of a file name. Errors: Refused."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise Refused(NO_FORMAT, ending=ending, known=", ".join(FORMATS))
    return ending


def export(*, sheet: str, user: Any, file: IO[bytes], format: str) -> None:
    """Writes the sheet into `file`. Errors: PermissionDenied, before anything is written."""
    resource = _resource(sheet, user, "export")
    if format == "xlsx":
        workbooks.write_xlsx(file, list(resource.columns.values()), _rows(resource), str(resource.title))
        return
    headers = [column.header for column in resource.columns.values()]
    file.writelines(workbooks.csv_lines(headers, _rows(resource)))


def template(*, sheet: str, user: Any, file: IO[bytes]) -> None:
    """An empty workbook to hand out. Errors: PermissionDenied."""
    resource = _resource(sheet, user, "import")
    workbooks.write_xlsx(file, list(resource.columns.values()), (), str(resource.title))


def _resource(sheet: str, user: Any, word: str) -> Any:
    resource = registry.of_name(sheet)(user=user)
    if not resource.may(user, word):
        raise PermissionDenied
    resource.prepare()
    return resource


def _rows(resource: Any) -> Iterator[list[Any]]:
    for values in resource.export_rows():
        yield resource.exported(values)
