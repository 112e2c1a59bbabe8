"""The process that owns a store's folder: it carries out writes one at a time, and makes checkpoints meanwhile."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path
from typing import Any, BinaryIO

from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.errors import DiskError, StoreError
from graph.store.formats import Format
from graph.store.processes.confinement import limit_memory
from graph.store.processes.faults import pack_fault
from graph.store.processes.limits import Limits
from graph.store.processes.serving import Handler, Server
from graph.store.processes.wire import Channel, Kind


def own_folder(arguments: dict[str, Any], ends: list[socket.socket]) -> None:
    """Open the folder and say its version, or why not; then serve writes on one socket, checkpoints on the other.

    It ends after a write in which the disk failed the engine, so that the next finds one that was opened anew.
    """
    writes, checkpoints = (Channel(end) for end in ends)
    limits = Limits(**arguments["limits"])
    try:
        store = EmbeddedStore(Path(arguments["folder"]))
    except StoreError as error:
        writes.send(Kind.FAULT, pack_fault(error))
        return
    if limits.bulk_memory_bytes is not None:
        limit_memory(limits.bulk_memory_bytes)
    with store:
        writes.send(Kind.VALUE, json.dumps(store.version()).encode())
        copying = Server(
            checkpoints,
            {
                "checkpoint": lambda target: store.checkpoint(Path(target)),
                "excerpt": lambda graphs, target: store.excerpt(graphs, Path(target)),
            },
        )
        # The engine lets go of the interpreter while it works, so that a long update does not hold up the readers.
        threading.Thread(target=copying.serve, daemon=True).start()
        stuck = threading.Event()
        watched = {name: _watched(handler, stuck) for name, handler in handlers(store).items()}
        Server(writes, watched, is_spent=stuck.is_set).serve()


def _watched(handler: Handler, stuck: threading.Event) -> Handler:
    def write(**arguments: Any) -> Any:
        try:
            return handler(**arguments)
        except DiskError as error:
            if error.is_the_engines:
                stuck.set()
            raise

    return write


def handlers(store: Store) -> dict[str, Handler]:
    """What a writer can be asked for; each returns the version that it made."""

    def update(text: str) -> str | None:
        store.update(text)
        return store.version()

    def write_graph(name: str | None, media: str, data: BinaryIO) -> str | None:
        store.write_graph(name, data, Format(media))
        return store.version()

    def load(graph: str | None, media: str, data: BinaryIO) -> str | None:
        store.load(data, Format(media), graph)
        return store.version()

    def remove_graph(name: str | None) -> str | None:
        store.remove_graph(name)
        return store.version()

    return {"update": update, "write_graph": write_graph, "load": load, "remove_graph": remove_graph}
