"""What the reading child takes from itself before it looks at a byte of the file.

Memory, time, sizes of files, open files; new rights, the network and new processes, as far as the kernel grants that
(root may always start processes, a container may forbid namespaces). And it ends with the process that started it.
It could still read what its user may read, which is why it is told no name and gets an empty environment.
"""

import ctypes
import os
import resource
import signal
import sys

from zoneportal.messages import N_
from zoneportal.spreadsheets.files.limits import Limits

TOO_MUCH_MEMORY = N_(
    "This file needs too much memory: its table is too large, or a cell lies far from it. "
    "Copy the table alone (values only) into a new workbook, split it if it is very long, and send that."
)

_OPEN_FILES = 16
_NICENESS = 5  # public pages come first
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(limits: Limits) -> None:
    os.nice(_NICENESS)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # last: a change of rights takes it back
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # The first signal ends the child, a second later comes one that cannot be ignored.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
