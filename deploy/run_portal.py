"""Runs the web server and the worker of long sheets together: `python deploy/run_portal.py 8000`.

Ctrl-C ends both, and where one of them dies the other is ended too: a portal whose long sheets wait for ever, or
one without pages, must not look as if it ran. Where this program itself is killed, Linux ends both.
"""

import ctypes
import os
import shlex
import signal
import sys
from functools import partial
from typing import Any

from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

PYTHON = shlex.quote(sys.executable)
PROCESSES = {
    "web server": f"exec {PYTHON} -m gunicorn zoneportal.wsgi:application --bind 127.0.0.1:%(port)s --workers 2 "
    "--no-control-socket --forwarded-allow-ips= --log-level warning",
    "worker": f"exec {PYTHON} manage.py db_worker --verbosity 0",
}
CHINESE = {"web server": "网站服务", "worker": "后台任务"}
STOPPED = (
    "{chinese}已停止（代码 {code}），门户随之停止。原因见上面几行，处理后重新运行 make run。 "
    "The {name} has stopped (code {code}), so the portal stops. The lines above say why; then make run again."
)
PR_SET_PDEATHSIG = 1
SYSTEM = "system"  # the name under which honcho speaks of itself


class Quiet(Printer):
    """What the processes say, as they say it; of what honcho says, only that one of them has ended by itself."""

    is_ending = False

    def write(self, message: Message) -> None:
        if message.name != SYSTEM:
            super().write(message)
            return
        name, _stopped, code = message.data.strip().partition(" stopped (rc=")
        if code and not self.is_ending:
            print(STOPPED.format(chinese=CHINESE[name], name=name, code=code.rstrip(")")), flush=True)
        if code or name.endswith(" received"):
            self.is_ending = True


class Bound(Process):
    """A process that ends with this program, however that ends: honcho runs each from a process of its own."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._portal = os.getpid()

    def run(self, *arguments: Any, **options: Any) -> None:
        end_with_parent(self._portal, signal.SIGKILL)  # honcho makes it deaf to anything else
        bound = partial(end_with_parent, os.getpid(), signal.SIGTERM)
        self._child_ctor = partial(Popen, preexec_fn=bound)
        super().run(*arguments, **options)


def end_with_parent(parent: int, by: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:  # it was gone before the kernel knew
            signal.raise_signal(by)


def main(port: str) -> int:
    sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without Chinese must not keep the portal from ending
    manager = Manager(Quiet(sys.stdout, prefix=False))
    manager._process_ctor = Bound
    for name, command in PROCESSES.items():
        manager.add_process(name, command % {"port": port})
    # The window of the terminal was closed: this is an end like any other, and nothing may go on without it.
    signal.signal(signal.SIGHUP, lambda *_signal: signal.raise_signal(signal.SIGTERM))
    manager.loop()
    return 0 if manager.returncode in (130, 143) else manager.returncode or 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
