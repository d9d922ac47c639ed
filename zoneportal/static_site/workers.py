"""Pages are made by several processes, one a core, each with a connection of its own."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context

from django.db import connections

from zoneportal.static_site.making import Maker, Task
from zoneportal.static_site.manifest import Page
from zoneportal.static_site.rendering import snapshot

A_BATCH = 16
_process: dict = {}  # of a worker: its maker, and the snapshot that stays open


class Workers:
    """Takes tasks while pages come back. With one process everything happens here."""

    def __init__(self, maker: Maker, processes: int, lock: int):
        self.maker = maker
        self.running: set[Future] = set()
        self.waiting: deque[Task] = deque()
        self.pool: ProcessPoolExecutor | None = None
        if processes > 1:
            connections.close_all()  # a connection cannot be shared with a child
            context = get_context("fork")
            arguments = (maker, lock, os.getpid())
            self.pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=arguments)
            self.pool.submit(_nothing).result()  # all processes start before this one looks at the database

    def add(self, tasks: Iterable[Task]) -> None:
        """The pages of a list lead from one to the next: they go first, else they would all be left for the end."""
        for task in tasks:
            if "?" in task.address:
                self.waiting.appendleft(task)
            else:
                self.waiting.append(task)

    def pages(self) -> Iterator[Page]:
        """Until nothing is left, also of what was added meanwhile."""
        while self.waiting or self.running:
            if self.pool is None:
                yield self.maker.make(self.waiting.popleft())
                continue
            while self.waiting and len(self.running) < 8:
                size = min(A_BATCH, -(-len(self.waiting) // 8))  # a few tasks are shared out, too
                batch = [self.waiting.popleft() for _number in range(size)]
                self.running.add(self.pool.submit(_make, batch))
            done, self.running = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                yield from future.result()

    def end(self) -> None:
        if self.pool:
            self.pool.shutdown(wait=True, cancel_futures=True)


def _begin(maker: Maker, lock: int, parent: int) -> None:
    os.close(lock)  # the lock is the parent's alone, and ends with it
    _process["maker"] = maker
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _nothing() -> None:
    """Starts the processes."""


def _make(tasks: list[Task]) -> list[Page]:
    if "snapshot" not in _process:
        _process["snapshot"] = snapshot()
        _process["snapshot"].__enter__()
    return [_process["maker"].make(task) for task in tasks]
