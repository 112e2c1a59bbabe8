"""A process that holds one version of the data in memory, and forks a reader of it whenever one is wanted."""

from __future__ import annotations

import gc
import json
import os
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

from graph.store.embedded import EmbeddedStore, MergedCopy, extensions
from graph.store.embedded.columns import opening as columns
from graph.store.errors import StoreError, StoreUnavailable
from graph.store.folder import bytes_of_files
from graph.store.processes.confinement import be_expendable, limit_memory
from graph.store.processes.faults import pack_fault
from graph.store.processes.forking import serve_forks
from graph.store.processes.huge_pages import use_huge_pages
from graph.store.processes.limits import Limits
from graph.store.processes.reader import read_store
from graph.store.processes.touched import MOST_THINGS
from graph.store.processes.wire import Channel, Kind


def keep_in_memory(arguments: dict[str, Any], ends: list[socket.socket]) -> None:
    """Load a checkpoint, say so, and fork.

    Of this process's threads a fork copies only the one that forks. No other is ours, and those that the engine
    started to read the checkpoint sleep for ever once it is closed: no lock is copied while it is held.
    """
    control = ends[0]
    try:
        store = loaded(Path(arguments["folder"]))
    except StoreError as error:
        Channel(control).send(Kind.FAULT, pack_fault(error))
        return
    use_huge_pages()
    limits = Limits(**arguments["limits"])
    if limits.at_hand_bytes != 0 and bytes_of_files(Path(arguments["folder"]) / "quads") >= limits.prompt_bytes:
        try:
            _import_for_readers(store)
        except ImportError as error:
            missing = StoreUnavailable(f"What its readers need cannot be imported: {error}.")
            Channel(control).send(Kind.FAULT, pack_fault(missing))
            return
    _keep(store, limits, control, None)


def loaded(folder: Path) -> MergedCopy:
    """Copy a store into memory in a thread of its own, whose allocations glibc keeps apart from all others.

    Loading leaves gaps on most pages. In them this thread would go on to allocate, and so would each process that is
    forked from it, which has to copy a page before it writes: a query of 50 kB took 34,000 pages to be read, and
    0.1 s, beside a copy of 900,000 triples.
    """

    def load() -> MergedCopy:
        with EmbeddedStore(folder, read_only=True) as kept:
            return kept.merged_copy()

    with ThreadPoolExecutor(max_workers=1) as loader:
        return loader.submit(load).result()


def _import_for_readers(store: MergedCopy) -> None:
    """Import once what each reader would import for itself."""
    columns.prepare_for_forks()
    if store.has_geometries():
        extensions.prepare_for_forks()


def _succeed(store: MergedCopy, arguments: dict[str, Any], ends: list[socket.socket]) -> None:
    """Follow to a later version, in a fork of the keeper of an earlier one, which goes on for its own readers."""
    changed = store.follow(arguments["version"], Path(arguments["excerpt"]))
    _keep(store, Limits(**arguments["limits"]), ends[0], sorted(changed) if len(changed) <= MOST_THINGS else None)


def _index(store: MergedCopy, limits: Limits, *, if_many: bool) -> None:
    """Make the index of geometries, which readers share; it takes as long as it takes."""
    be_expendable()
    limit_memory(limits.memory_bytes)
    store.prepare_index(if_many=if_many)


def _keep(store: MergedCopy, limits: Limits, control: socket.socket, changed: Sequence[str] | None) -> NoReturn:
    """Say of which things something else is said than in the copy that it followed, where that is known; and fork."""
    gc.collect()
    gc.freeze()  # so that no collection in a reader writes to shared pages
    hello = {"changed": changed, "behind": store.behind()}
    Channel(control).send(Kind.VALUE, json.dumps(hello).encode())
    serve_forks(
        control,
        {
            "reader": lambda _, sockets: read_store(store, limits, Channel(sockets[0])),
            "indexer": lambda arguments, _: _index(store, limits, if_many=arguments["if_many"]),
        },
        {"successor": lambda arguments, ends: _succeed(store, arguments, ends)},
    )
    os._exit(0)  # to take the copy to pieces would write to, and so copy, all pages that the successor shares
