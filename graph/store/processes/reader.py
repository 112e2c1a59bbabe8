"""A process that answers queries from one version of the data, one at a time, and may be killed at any moment."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from graph.store.answer import Answer
from graph.store.embedded import EmbeddedStore, MergedCopy
from graph.store.embedded.columns.opening import answer_from_columns, build
from graph.store.embedded.tabulating import tabulate
from graph.store.errors import StoreError
from graph.store.formats import Format
from graph.store.processes.confinement import be_expendable, let_the_service_first, limit_memory
from graph.store.processes.faults import pack_fault
from graph.store.processes.footprint import Footprint
from graph.store.processes.limits import Limits
from graph.store.processes.serving import Handler, Server
from graph.store.processes.wire import Channel, Kind, Query

LOOK_EVERY = 8  # queries between two looks at what the process has become


def read_folder(arguments: dict[str, Any], ends: list[socket.socket]) -> None:
    """Open a store's folder and answer from it; what keeps it from being opened is said instead of a greeting."""
    channel = Channel(ends[0])
    try:
        store = EmbeddedStore(Path(arguments["folder"]), read_only=True)
    except StoreError as error:
        channel.send(Kind.FAULT, pack_fault(error))
        return
    read_store(store, Limits(**arguments["limits"]), channel)


def read_store(store: EmbeddedStore | MergedCopy, limits: Limits, channel: Channel) -> None:
    """Greet, and answer from an open store."""
    be_expendable()
    let_the_service_first()
    limit_memory(limits.memory_bytes)
    channel.send(Kind.VALUE)
    # Who has read everything has made all pages of the copy its own: twice the memory, for what no query may want.
    has_read_all = Event()
    is_spent = _spending(limits)
    Server(
        channel,
        handlers(store, limits, has_read_all.set),
        answer_bytes=limits.answer_bytes,
        is_spent=lambda: is_spent() or has_read_all.is_set(),
    ).serve()


def handlers(
    store: EmbeddedStore | MergedCopy, limits: Limits, note_all_read: Callable[[], None]
) -> dict[str, Handler]:
    """What a reader can be asked for; it notes when that took reading everything, which nobody waits for."""

    def query(query: Query) -> Answer:
        if query.columns is not None:
            answer = answer_from_columns(store, query.columns, query.formats, limits.memory_bytes // 2)
            if answer is not None:
                return answer
        default_graphs, named_graphs = query.dataset
        return store.query(
            query.text,
            formats=query.formats,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            union_default=query.union_default,
        )

    def tabulated(target: str, most_bytes: int) -> str:
        note_all_read()
        tabulate(store, Path(target), most_bytes)
        return store.version()

    def in_columns(target: str, most_bytes: int) -> str:
        note_all_read()
        build(store, Path(target), most_bytes, limits.memory_bytes // 2)
        return store.version()

    return {
        "query": query,
        "graph_names": store.graph_names,
        "has_graph": store.has_graph,
        "size": store.size,
        "read_graph": lambda name, media: store.read_graph(name, Format(media)),
        "dump": lambda media: store.dump(Format(media)),
        "tabulate": tabulated,
        "write_columns": in_columns,
    }


def _spending(limits: Limits) -> Callable[[], bool]:
    """Whether a reader has served so long, or grown so much, that a new one is cheaper."""
    footprint = Footprint(os.getpid())
    served = 0

    def is_spent() -> bool:
        nonlocal served
        served += 1
        return served >= limits.reader_queries or (
            served % LOOK_EVERY == 0 and footprint.growth() > limits.reader_growth_bytes
        )

    return is_spent
