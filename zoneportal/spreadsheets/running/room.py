"""What a clerk is told when the disk of the portal takes no more."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from zoneportal.messages import N_, Refused

NO_ROOM = N_(
    "The portal could not store a file: there is no room left on its disk. Nothing was written. "
    "Tell whoever runs the portal, and try again afterwards."
)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def told_when_full() -> Iterator[None]:
    """Turns the system's “no space left” into a sentence. Errors: Refused."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Refused(NO_ROOM) from error
        raise
