"""Opens the store that the settings name, with what a server is shown and how long it may take."""

from __future__ import annotations

import os
from pathlib import Path

from graph.store.base import Store
from graph.store.credentials import Credentials
from graph.store.engines import engine_named
from graph.store.errors import StoreUnavailable
from graph.store.factory import MEMORY, is_address, open_store, reach_store
from graph.store.processes.confinement import memory_of_machine
from graph.store.processes.limits import MEGABYTE, Limits
from service.process.streams import CROWD
from service.settings import Settings


def is_remote(settings: Settings) -> bool:
    """Whether the store is a SPARQL server."""
    return is_address(settings.store)


def own_folder(settings: Settings) -> Path:
    """The folder that the store is kept in; raises StoreUnavailable where it is in none of ours."""
    if is_remote(settings) or settings.store == MEMORY:
        raise StoreUnavailable(f"The store {settings.store} is in no folder here; name one with --store.")
    return Path(settings.store)


def keeps_empty_graphs(settings: Settings, store: Store) -> bool:
    """Whether a graph without triples is a graph; a server behind the service may forget it."""
    if not is_remote(settings):
        return True
    from graph.store.remote import RemoteStore  # noqa: PLC0415 - only where it is asked for

    return not isinstance(store, RemoteStore) or store.engine.keeps_empty_graphs


def open_remote(settings: Settings, *, read_only: bool = False) -> Store:
    """The SPARQL server that the settings name."""
    from graph.store.remote import RemoteStore  # noqa: PLC0415 - only where it is asked for

    return RemoteStore(
        settings.store,
        read_only=read_only,
        engine=engine_named(settings.store_engine) if settings.store_engine else None,
        credentials=Credentials(settings.store_user, settings.store_password, settings.store_token),
        seconds=settings.query_seconds,
    )


def opened(settings: Settings, *, read_only: bool = False) -> Store:
    """The store, opened by this process itself."""
    if is_remote(settings):
        return open_remote(settings, read_only=read_only)
    return open_store(settings.store, read_only=read_only)


def reached(settings: Settings, *, read_only: bool = False) -> Store:
    """The store for a command: where a service has its folder open, through that service."""
    if is_remote(settings):
        return open_remote(settings, read_only=read_only)
    return reach_store(settings.store, read_only=read_only)


def served(settings: Settings) -> Store:
    """The store for the service; one of ours answers through processes that can be ended.

    A folder is opened for writing also where nobody may write over HTTP: its owner may, on the command line.
    """
    if is_remote(settings):
        return open_remote(settings, read_only=not settings.writable)
    together = settings.memory * MEGABYTE or memory_of_machine() // 2
    limits = Limits(
        readers_memory_bytes=together,
        bulk_memory_bytes=together,
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory * MEGABYTE,
        readers=settings.readers,
        slow_readers=max(1, settings.readers // 2),
        queue=CROWD * settings.threads,
    )
    folder = None if settings.store == MEMORY else Path(settings.store)
    frozen = folder is not None and folder.exists() and not os.access(folder, os.W_OK)
    if frozen and settings.writable:
        raise StoreUnavailable(f"{folder} cannot be written; make it writable, or serve it without tokens for writing.")
    from graph.store.processes.supervised import SupervisedStore  # noqa: PLC0415 - commands have no use for it

    return SupervisedStore(folder, read_only=frozen, limits=limits)
