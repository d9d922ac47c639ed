"""What the reading of one file costs its child: `measured(content)`.

The child is started by a process that holds next to nothing, because the kernel counts what the one that starts a
process holds into the peak of the new one.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

from bench.serving import ROOT
from zoneportal.messages import Refused
from zoneportal.spreadsheets.files import reading, wire
from zoneportal.spreadsheets.files.limits import Limits

STARTER = """
import json, os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
_pid, status, used = os.wait4(child.pid, 0)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss]), file=sys.stderr)
"""


@dataclass(frozen=True)
class Read:
    """`answer` is the list of rows or the refusal."""

    answer: list[Any] | Refused
    seconds: float  # of processor
    mib: float


def measured(content: bytes, limits: Limits | None = None) -> Read:
    asked = limits or Limits()
    with tempfile.TemporaryFile() as upload:
        upload.write(content)
        upload.seek(0)
        answer = tempfile.TemporaryFile()  # noqa: SIM115 - the rows close it
        command = [sys.executable, "-S", "-c", STARTER, *reading.command(None, asked)]
        done = subprocess.run(command, stdin=upload, stdout=answer, stderr=subprocess.PIPE, cwd=ROOT, check=True)
    status, seconds, kib = json.loads(done.stderr)
    return Read(_told(answer, os.waitstatus_to_exitcode(status), asked), seconds, kib / 1024)


def _told(answer: Any, code: int, limits: Limits) -> list[Any] | Refused:
    try:
        reading.check_end(code, limits)
        story = wire.read_story(answer)
    except Refused as refused:
        answer.close()
        return refused
    if story is None:
        answer.close()
        return Refused(reading.NOT_READABLE)
    return list(story[1])
