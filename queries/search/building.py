"""The service's hold on the process that fills the index: it answers what that asks, and ends it when it must stop."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from graph.model import PlanError
from graph.store.answer import Answer
from graph.store.base import Store
from graph.store.processes.serving import Server
from graph.store.processes.wire import Channel, Query
from queries.search.index import SearchIndex
from queries.search.ordering import Order, write_order


class BuildingFailed(PlanError):
    """The index could not be filled."""


class Building:
    """Has the index in a folder filled by a process of its own, one at a time."""

    def __init__(self, store: Store, folder: Path, index: SearchIndex) -> None:
        """`index` is that of the folder; it takes note of what the process publishes."""
        self._store = store
        self._folder = folder
        self._index = index
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def carry_out(self, order: Order) -> None:
        """Have an order carried out, and wait for it; raises BuildingFailed. The caller's thread must outlive it."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                process = self._start(theirs.fileno())
            failures: list[str | None] = []
            Server(Channel(ours), self._handlers(order, failures), keeps_time=False).serve()
        process.kill()  # it has said that it is at its end, or it has gone
        process.wait()
        self._index.reread()
        failure = failures[0] if failures else "its process was ended before it was done"
        if failure is not None:
            raise BuildingFailed(failure)

    def stop(self) -> None:
        """End the process under way, and start none again; what it has published stays."""
        with self._turn:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _start(self, descriptor: int) -> subprocess.Popen[bytes]:
        with self._turn:
            if self._stopped:
                raise BuildingFailed("the service is stopping")
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this very interpreter
                [sys.executable, "-m", "queries.search.builder", str(descriptor), str(os.getpid())],
                pass_fds=[descriptor],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                process_group=0,  # so that Ctrl-C reaches the service, which then stops in order
            )
            return self._process

    def _handlers(self, order: Order, failures: list[str | None]) -> dict[str, Callable[..., Any]]:
        """What the process may ask for; how it ended is added to `failures`."""

        def query(query: Query) -> Answer:
            return self._store.query(query.text, formats=query.formats)

        def ended(failure: str | None) -> None:
            failures.append(failure)

        return {
            "query": query,
            "order": lambda: write_order(self._folder, order),
            "shown": self._index.reread,
            "ended": ended,
        }
