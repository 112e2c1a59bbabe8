"""Opens the store that the settings name, with what a server is shown and how long it may take."""

from __future__ import annotations

from graph.store.base import Store
from graph.store.credentials import Credentials
from graph.store.engines import engine_named
from graph.store.factory import open_store, reach_store
from service.settings import Settings


def is_remote(settings: Settings) -> bool:
    """Whether the store is a SPARQL server."""
    return settings.store.startswith(("http://", "https://"))


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
