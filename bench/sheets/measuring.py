"""What a piece of work costs: seconds, processor seconds, and the most memory that it held at one moment.

The measured process tells of itself in one line of JSON; the one that started it watches the processes that this one
starts, since the kernel's own record of children holds what their parent held when it started them.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench.serving import ROOT

MIB = 1024 * 1024
EVERY = 0.01  # seconds between two looks at the children


class Work:
    """`with Work() as work:` and then `work.told()`. The database's own process is counted too."""

    def __enter__(self) -> "Work":
        from django.db import connection  # Django is set up by now

        connection.ensure_connection()
        self.backend = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (self.backend,) = cursor.fetchone()
        self.idle, self.cpu, self.start = held("self"), self._processor(), time.perf_counter()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.perf_counter() - self.start
        self.cpu = self._processor() - self.cpu

    def _processor(self) -> float:
        spent = os.times()
        own = spent.user + spent.system + spent.children_user + spent.children_system
        return own + (processor_seconds(self.backend) if self.backend else 0)

    def told(self) -> dict[str, float]:
        return {"seconds": self.seconds, "cpu": self.cpu, "idle": self.idle / MIB}


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def held(process: int | str, what: str = "RssAnon") -> int:
    """Bytes of memory of a process, 0 when it has ended: its own now (not the pages of files that it has mapped, which
    the system takes back when it likes), or what else /proc tells, such as the peak VmHWM."""
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def tell(**facts: Any) -> None:
    print("measured " + json.dumps(facts), flush=True)


def measured(env: dict[str, str], module: str, *words: object) -> dict[str, Any]:
    """What the process `python -m MODULE WORDS` told, and in MiB the most that it held above `idle` (`more`) and that
    one of its children held (`child`)."""
    command = [sys.executable, "-m", module, *map(str, words)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    watch = _Watch(process.pid)
    watch.start()
    said, _nothing = process.communicate()
    watch.join()
    lines = [line for line in said.splitlines() if line.startswith("measured ")]
    if process.returncode or not lines:
        sys.exit(f"{' '.join(command[2:])} ended with {process.returncode}:\n{said}")
    told = json.loads(lines[-1].removeprefix("measured "))
    return told | {"child": watch.most / MIB, "more": watch.own / MIB - told.get("idle", 0)}


class _Watch(threading.Thread):
    """A child between its fork and the start of its own program still shows what its parent holds: that is left out."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.own, self.most = process, 0, 0

    def run(self) -> None:
        while now := held(self.process):
            self.own = max(self.own, now)
            command = _command(self.process)
            for child in _children(self.process):
                if _command(child) not in (b"", command):
                    self.most = max(self.most, held(child, "VmHWM"))
            time.sleep(EVERY)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _children(process: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_children(child)]
    except OSError:
        pass
    return found
