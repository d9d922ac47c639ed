"""An uploaded file becomes rows of raw cells. The work is done by a child process that may die of it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.files import wire
from zoneportal.spreadsheets.files.confinement import TOO_MUCH_MEMORY
from zoneportal.spreadsheets.files.limits import MIB, Limits, in_force
from zoneportal.spreadsheets.files.wire import Rows

_PROJECT = Path(__file__).resolve().parents[3]
_PATIENCE = 2  # times the child's seconds of processor, where others want the processors too
# The child gets nothing of the portal's environment: no password, no database address.
_ENVIRONMENT = {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}

TOO_LARGE = N_("This file has %(size)s MB; at most %(limit)s MB are read. Split the table into several files.")
TOO_SLOW = N_(
    "Reading this file took longer than %(seconds)s seconds. "
    "Copy the table alone (values only) into a new workbook and send that."
)
NOT_READABLE = N_(
    "This file cannot be read: it is damaged, or no spreadsheet program wrote it. "
    "Copy the table alone (values only) into a new workbook, save it as .xlsx and send that."
)


@dataclass(frozen=True)
class Sheet:
    """One sheet. Its rows come from row 1 on as often as they are asked for, blank ones as empty lists, and each ends
    with a filled cell.

    Numbers stay int or float, so that a code column can refuse them; a date without time is a date.
    """

    rows: Rows
    format: str  # xlsx, xls, ods, text
    name: str = ""  # the sheet that was read; a text file has none
    names: tuple[str, ...] = ()  # the visible sheets of the workbook
    encoding: str = ""  # of a text file
    delimiter: str = ""
    has_1904_dates: bool = False  # known for xlsx only: date serials count from 1904


class ChooseSheet(Refused):
    """Several sheets have cells: the clerk chooses one of `names`."""

    @property
    def names(self) -> list[str]:
        return self.params["choices"]


def read(content: bytes, sheet: str | None = None, limits: Limits | None = None) -> Sheet:
    """The rows of the only filled sheet or of the one named; content decides the format, not the file's name.

    Errors: Refused with what to do about it, ChooseSheet where a name is needed.
    """
    limits = limits or in_force()
    if len(content) > limits.file_bytes:
        size = -(-len(content) // MIB)
        raise Refused(TOO_LARGE, size=size, limit=limits.file_bytes // MIB)
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - the rows are read from it as long as somebody wants them
    try:
        with tempfile.TemporaryFile() as upload:
            upload.write(content)
            upload.seek(0)
            _run_child(upload, answer, sheet, limits)
        return _told(answer)
    except BaseException:
        answer.close()
        raise


def command(sheet: str | None, limits: Limits) -> list[str]:
    """Our own interpreter and module; the file travels by stdin, without its name."""
    asked = json.dumps({"sheet": sheet, "limits": asdict(limits)})
    return [sys.executable, "-m", "zoneportal.spreadsheets.files.parsing", asked]


def _run_child(upload: IO[bytes], answer: IO[bytes], sheet: str | None, limits: Limits) -> None:
    child = subprocess.Popen(  # noqa: S603
        command(sheet, limits),
        stdin=upload,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    try:
        code = child.wait(limits.seconds * _PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_SLOW, seconds=limits.seconds) from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # with whatever it may have started
        child.wait()
    check_end(code, limits)


def check_end(code: int, limits: Limits) -> None:
    """Errors: Refused where the way in which a child ended tells why it told nothing."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused(TOO_SLOW, seconds=limits.seconds)
    if code == -signal.SIGABRT:
        raise Refused(TOO_MUCH_MEMORY)


def _told(answer: IO[bytes]) -> Sheet:
    try:
        told = wire.read_story(answer)
        if told is None:
            raise Refused(NOT_READABLE)
        facts, rows = told
        return Sheet(rows=rows, **{**facts, "names": tuple(facts["names"])})
    except Refused as refused:
        if "choices" in refused.params:
            raise ChooseSheet(refused.message, **refused.params) from refused
        raise
    except (ValueError, KeyError, TypeError) as error:  # no child of ours writes that
        raise Refused(NOT_READABLE) from error
