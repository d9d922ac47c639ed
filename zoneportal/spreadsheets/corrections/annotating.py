"""The clerk's own workbook with the errors marked in it, made by a child process that may die of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO

from django.utils.translation import gettext

from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.corrections import error_marks
from zoneportal.spreadsheets.corrections.error_marks import Marks
from zoneportal.spreadsheets.files import formats
from zoneportal.spreadsheets.files.limits import MIB, Limits
from zoneportal.spreadsheets.files.reading import Sheet
from zoneportal.spreadsheets.layout.headers import Layout

MOST_ROWS = 20_000
MOST_XML = 60 * MIB  # of one sheet, unpacked: far more than so many rows need, less than openpyxl can bear
LIMITS = Limits(seconds=25, memory_bytes=1024 * MIB)

_PROJECT = Path(__file__).resolve().parents[3]

NO_WORKBOOK = N_("Only an .xlsx comes back as it was sent. This is a new workbook with the wrong rows of your file.")
TOO_LARGE = N_(
    "Your workbook is too large to be marked (more than %(rows)s rows, or very many styled blank cells). "
    "This is a new workbook with its wrong rows."
)
LOST = N_("This copy could not keep everything of your workbook: %(what)s. Your own file still has it.")
PARTS = {
    "charts": N_("charts (they may look different)"),
    "shapes": N_("shapes and text boxes"),
    "images": N_("pictures in cells"),
    "controls": N_("form controls"),
    "slicers": N_("slicers"),
    "threads": N_("discussions of comments"),
    "rules": N_("newer conditional formats, sparklines and cross-sheet drop-downs"),
    "signatures": N_("signatures"),
}


def obstacle(content: bytes, sheet: Sheet) -> str:
    """Why this file is not marked up itself; "" where it is to be tried."""
    if sheet.format != formats.XLSX:
        return gettext(NO_WORKBOOK)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        with zipfile.ZipFile(file) as archive:  # the reader has looked at it: nothing in it lies about its size
            largest = max(member.file_size for member in archive.infolist())
    if len(sheet.rows) > MOST_ROWS or largest > MOST_XML:
        return gettext(TOO_LARGE) % {"rows": MOST_ROWS}
    return ""


def annotate(content: bytes, sheet: Sheet, layout: Layout, marks: Marks, file: IO[bytes]) -> str:
    """Writes the marked workbook. Returns what it could not keep, as a sentence. Errors: Refused (too large)."""
    asked = {
        "sheet": sheet.name,
        "header": layout.header_rows[-1],
        "errors_place": layout.own_errors.index if layout.own_errors else _width(sheet),
        "cells": marks.cells,
        "rows": marks.rows,
        "summary": asdict(error_marks.summary_of(marks)),
        "parts": {word: gettext(part) for word, part in PARTS.items()},
        "lost": gettext(LOST),
        "limits": asdict(LIMITS),
    }
    with tempfile.TemporaryFile() as upload, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
        upload.write(json.dumps(asked).encode() + b"\n")
        upload.write(content)
        upload.seek(0)
        if _run_child(upload, answer, said) != 0:
            raise Refused(TOO_LARGE, rows=MOST_ROWS)
        answer.seek(0)
        shutil.copyfileobj(answer, file)
        said.seek(0)
        return json.loads(said.read())["lost"]


def _width(sheet: Sheet) -> int:
    """The first column that no row reaches."""
    return max(map(len, sheet.rows), default=0)


def _run_child(upload: IO[bytes], answer: IO[bytes], said: IO[bytes]) -> int:
    """Its exit code. What it leaves behind (openpyxl writes sheets into files) goes with its folder."""
    with tempfile.TemporaryDirectory() as folder:
        child = subprocess.Popen(
            [sys.executable, "-m", "zoneportal.spreadsheets.corrections.annotator"],
            stdin=upload,
            stdout=answer,
            stderr=said,
            cwd=_PROJECT,
            # Nothing of the portal's environment: no password, no database address.
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": folder},
            start_new_session=True,
        )
        try:
            return child.wait(LIMITS.seconds)
        except subprocess.TimeoutExpired:
            return -signal.SIGKILL
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
