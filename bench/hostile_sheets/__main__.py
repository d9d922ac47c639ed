"""The corpus of hostile and odd sheets in full size: `.venv/bin/python -m bench.hostile_sheets` (`make torture`).

Each file of tests/hostile_sheets is read by a child that is measured, and sent through the upload form of a fresh
portal (two web processes, one worker) while readers ask for public pages. Prints a line a file and ends with 1 when one
came to something else than it should, cost more than it may, or a public page failed or was slow.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.hostile_sheets.child import Read, measured
from bench.hostile_sheets.portal import Portal, Sent, portal
from bench.sheets.places import places
from tests.hostile_sheets.cases import Case, Checks, Reads, Refuses
from tests.hostile_sheets.corpus import SUBJECTS
from zoneportal.messages import Refused
from zoneportal.spreadsheets.files.parsing import CHOOSE_SHEET

SECONDS, CHILD, WEB, PAGE = 10.0, 512.0, 64.0, 2.0  # a file, MiB, MiB, the slowest page but 5 of 100
HEADING = "| file | kB | came to | s | child s | child MiB | web +MiB |\n|---|---|---|---|---|---|---|"


def faults(case: Case, read: Read, sent: Sent) -> Iterator[str]:
    if not is_as_expected(case, read.answer):
        yield f"came to {short(read.answer)}"
    if sent.status != 200 or not sent.state:
        yield f"the portal answered {sent.status}, the import is “{sent.state}”"
    is_refused = isinstance(read.answer, Refused) and read.answer.message != CHOOSE_SHEET
    if sent.state and is_refused != (sent.state == "unreadable"):
        yield f"the portal says “{sent.state}”"
    for what, value, limit in (
        ("seconds", sent.seconds, SECONDS),
        ("seconds of the child", read.seconds, SECONDS),
        ("MiB of the child", read.mib, CHILD),
        ("MiB of a web process or the worker", sent.more, WEB),
    ):
        if value > limit:
            yield f"{value:.1f} {what}, at most {limit:.0f}"


def is_as_expected(case: Case, answer: list[Any] | Refused) -> bool:
    match case.expected(full=True):
        case Refuses(messages):
            return isinstance(answer, Refused) and answer.message in messages
        case Reads(rows, count):
            if isinstance(answer, Refused):
                return False
            return repr(answer) == repr(rows if rows is not None else answer) and len(answer) == (count or len(answer))
        case Checks():
            return not isinstance(answer, Refused)
    return False


def short(answer: list[Any] | Refused) -> str:
    return f"refused: {str(answer)[:60]}…" if isinstance(answer, Refused) else f"read: {len(answer)} rows"


def run(case: Case, at: Portal) -> list[str]:
    content = case.content(full=True)
    read = measured(content)
    sent = at.send(case.filename, content)
    found = list(faults(case, read, sent))
    costs = f"{sent.seconds:.1f} | {read.seconds:.1f} | {read.mib:.0f} | {max(0.0, sent.more):.0f}"
    print(f"| {case.name} | {len(content) // 1024:,} | {short(read.answer)} | {costs} |", flush=True)
    return [f"{case.name}: {fault}" for fault in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help=f"subjects parted by commas: {', '.join(SUBJECTS)}")
    only = parser.parse_args().only
    subjects = only.split(",") if only else list(SUBJECTS)
    broken: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="hostile-") as folder,
        places(Path(folder) / "sqlite", "sqlite") as prepared,
        prepared.fresh("hostile") as env,
        portal(env, Path(env["DATA_DIR"]) / "portal.sqlite3") as at,
        at.readers() as readers,
    ):
        print(HEADING)
        for case in (case for subject in subjects for case in SUBJECTS[subject]):
            broken += run(case, at)
    broken += readers.broken
    if readers.slowest() > PAGE:
        broken.append(f"95 of 100 public pages took up to {readers.slowest():.1f} s, at most {PAGE:.0f} s")
    print(f"\nPublic pages meanwhile: {len(readers.seconds):,}, 95 of 100 within {readers.slowest() * 1000:.0f} ms.")
    print(*(f"Broken: {fault}" for fault in broken), sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
