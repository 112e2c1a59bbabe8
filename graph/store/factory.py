"""Opens the store that a location names."""

from __future__ import annotations

from pathlib import Path

from graph.store.base import Store
from graph.store.errors import Locked

MEMORY = ":memory:"


def is_address(location: str | Path | None) -> bool:
    """Whether a location is a SPARQL server's."""
    return isinstance(location, str) and location.startswith(("http://", "https://"))


def open_store(location: str | Path | None = None, *, read_only: bool = False) -> Store:
    """Open a store: None or ":memory:" is one in memory, an http(s) address a SPARQL server, all else a folder.

    A server is taken as it comes: who has credentials for it, or knows what engine it is, opens a RemoteStore.

    Raises StoreUnavailable, or its Locked when another instance has the folder. An engine is imported only when
    it is asked for, so that a command that needs none starts quickly.
    """
    if is_address(location):
        from graph.store.remote import RemoteStore  # noqa: PLC0415 - only where it is asked for

        return RemoteStore(str(location), read_only=read_only)
    from graph.store.embedded import EmbeddedStore  # noqa: PLC0415 - likewise

    if location is None or location == MEMORY:
        return EmbeddedStore(read_only=read_only)
    return EmbeddedStore(Path(location), read_only=read_only)


def reach_store(location: str | Path, *, read_only: bool = False) -> Store:
    """Open a store for a command; where a service has its folder open, through that service."""
    try:
        return open_store(location, read_only=read_only)
    except Locked:
        from graph.store.processes.attached import AttachedStore  # noqa: PLC0415 - only where it is asked for

        return AttachedStore(Path(location), read_only=read_only)
