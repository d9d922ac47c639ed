import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from stats.disclosure import sheets
from stats.disclosure.audit import audit
from stats.disclosure.problem import BadProblem, NoSafeTable, OutOfTime, SolverFailed
from stats.disclosure.protection import protect
from stats.disclosure.tables import table_problem
from zoneportal.bilingual import in_both, refusal_in_both
from zoneportal.messages import N_, Refused

BAD_INPUT, NO_SAFE_TABLE = 1, 2
SECONDS = 300

CANNOT_READ = N_("%(file)s cannot be read: %(error)s. Check its name and your right to read it.")
CANNOT_WRITE = N_("%(file)s cannot be written: %(error)s. Choose another place.")
FAILED_AUDIT = N_("The audit could still compute a withheld value, so nothing was written. Group rows or columns.")
MISSING = N_("Say which file to protect and where to write: protect_table FILE -o OUT")


class Command(BaseCommand):
    """Exit 0: protected and audited. 1: bad input. 2: no safe table, or out of time. OUT is written only with 0."""

    help = "Protects a table of contributions (csv) and writes what may be published of it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="csv: row,column,contributor,holding,value")
        parser.add_argument("-o", "--output", type=Path, help="where to write csv: row,column,value,mark")

    def handle(self, *, file: Path | None, output: Path | None, **_options: Any) -> None:
        if file is None or output is None:
            raise CommandError(in_both(lambda: gettext(MISSING)), returncode=BAD_INPUT)
        try:
            text = protected_text(_content(file))
            _write(output, text)
        except (NoSafeTable, OutOfTime, SolverFailed) as error:
            raise CommandError(refusal_in_both(error), returncode=NO_SAFE_TABLE) from None
        except Refused as error:
            raise CommandError(refusal_in_both(error), returncode=BAD_INPUT) from None


def protected_text(content: bytes) -> str:
    """The protected table as csv, by the code and the rules of a release."""
    problem = table_problem(sheets.read(content))
    protected = protect(problem, time_limit=SECONDS)
    if not audit(problem, protected.withheld, time_limit=SECONDS).ok:
        raise NoSafeTable(FAILED_AUDIT)
    return sheets.write(problem, protected)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadProblem(CANNOT_READ, file=file, error=error.strerror) from None


def _write(output: Path, text: str) -> None:
    """Whole or not at all: a reader never finds half a table, and a failure leaves what was there."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(output)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadProblem(CANNOT_WRITE, file=output, error=error.strerror) from None
