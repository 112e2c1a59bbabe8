"""The socket in a store's folder at which a service does what the folder's owner asks on the command line."""

from __future__ import annotations

import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.store.answer import Answer
from graph.store.formats import Format
from graph.store.processes import writer
from graph.store.processes.serving import Handler, Server
from graph.store.processes.supervised import SupervisedStore
from graph.store.processes.wire import Channel, Query

NAME = "control"

Turn = Callable[[], AbstractContextManager[None]]
"""Waits until nobody else writes, and keeps others from writing as long as it lasts."""

_LONGEST_PATH = 100  # bytes that the address of a socket may have everywhere


class ControlSocket:
    """Listens in the folder of a store. Whoever may open the socket owns the folder, and needs no token.

    One request may run on each connection, in a thread of its own; the store's limits hold for all of them.
    """

    def __init__(self, folder: Path, store: SupervisedStore, turn: Turn) -> None:
        self._folder = folder
        self._store = store
        self._turn = turn
        self._listener = _listen(folder)
        threading.Thread(target=self._accept, name="control", daemon=True).start()

    def close(self) -> None:
        """Take no more requests; those under way end with the store."""
        with suppress(OSError):
            (self._folder / NAME).unlink()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # so that the thread that accepts ends
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), name="control", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            handlers = requests(self._store, self._turn, lambda: _has_left(connection))
            Server(Channel(connection), handlers, keeps_time=False).serve()


def requests(store: SupervisedStore, turn: Turn, has_left: Callable[[], bool]) -> dict[str, Handler]:
    """What can be asked for: all that a reader and a writer do, and a checkpoint."""

    def query(query: Query) -> Answer:
        default_graphs, named_graphs = query.dataset
        return store.query(
            query.text,
            formats=query.formats,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            union_default=query.union_default,
            cancelled=has_left,
        )

    def in_turn(write: Handler) -> Handler:
        def wait_and_write(**arguments: Any) -> Any:
            with turn():
                return write(**arguments)

        return wait_and_write

    def checkpoint() -> tuple[str, str]:
        made = store.checkpoint()
        return made.version, str(made.folder)

    def exchange(fresh: str) -> None:
        store.exchange(Path(fresh))

    changes = {**writer.handlers(store), "exchange": exchange}
    writes = {name: in_turn(write) for name, write in changes.items()}
    reads: dict[str, Handler] = {
        "query": query,
        "graph_names": store.graph_names,
        "has_graph": store.has_graph,
        "size": store.size,
        "version": store.version,
        "read_graph": lambda name, media: store.read_graph(name, Format(media)),
        "dump": lambda media: store.dump(Format(media)),
        "checkpoint": checkpoint,
    }
    return reads | writes


@contextmanager
def socket_address(folder: Path) -> Iterator[str]:
    """The socket's address, which must be short even where the folder's path is long."""
    path = folder.absolute() / NAME
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{NAME}"  # Linux only
    finally:
        os.close(descriptor)


def _listen(folder: Path) -> socket.socket:
    """A socket that only the folder's owner may open, in the place of one that a killed service has left."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with suppress(FileNotFoundError):
            (folder / NAME).unlink()
        os.fchmod(listener.fileno(), 0o600)  # Linux makes the file with these rights, so that it never has others
        with socket_address(folder) as address:
            listener.bind(address)
        (folder / NAME).chmod(0o600)
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener


def _has_left(connection: socket.socket) -> bool:
    """Whether the other end is closed; it sends nothing while it waits for an answer."""
    readable, _, _ = select.select([connection], [], [], 0)
    with suppress(OSError):
        return bool(readable) and not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    return True
