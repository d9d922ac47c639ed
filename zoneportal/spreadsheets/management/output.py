"""What the commands of sheets say: lines for people, or one JSON object for programs, piece by piece."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.core.management.base import OutputWrapper

from zoneportal.messages import N_, Refused

NO_USER = N_("There is no active user “%(name)s”.")
INTERRUPTED = 130  # exit code: Ctrl-C, and nothing was written


class Output:
    """Whoever reads it may go away (`| head`, Ctrl-C): the exit code still tells how the work ended."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_others: Any) -> bool:
        try:
            self._stream.flush()
        except BrokenPipeError:
            kind = BrokenPipeError
        if kind is BrokenPipeError:  # from now on into nothing, else Python complains once more as it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
        return kind in (BrokenPipeError, KeyboardInterrupt)

    def line(self, text: str) -> None:
        """One line, also where a cell in it has several."""
        text = " ".join(text.split())
        self._write(text.encode(self._encoding, "backslashreplace").decode(self._encoding) + "\n")

    def json(self, **members: Any) -> None:
        """One object; a member that is an iterator becomes a list, of which never more than one item is in memory."""
        before = "{"
        for name, value in members.items():
            self._write(f'{before}"{name}": ')
            before = ", "
            if isinstance(value, Iterator):
                self._list(value)
            else:
                self._write(self._encoded(value))
        self._write("}\n")

    def _list(self, items: Iterable[Any]) -> None:
        before = "["
        for item in items:
            self._write(before + self._encoded(item))
            before = ", "
        self._write("]" if before == ", " else "[]")

    def _encoded(self, value: Any) -> str:
        text = json.dumps(value, ensure_ascii=False)
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:  # a terminal without Chinese, half of a surrogate pair in a cell
            return json.dumps(value)
        return text

    def _write(self, text: str) -> None:
        self._stream.write(text, ending="")


def user_of(name: str) -> Any:
    """Errors: Refused."""
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refused(NO_USER, name=name)
    return user


@contextmanager
def appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that stands under its name when it is whole, and not at all where something went wrong."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
