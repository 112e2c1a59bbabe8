"""Has one version of the data brought into a keeper's memory, for as long as it is worth it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import NamedTuple

from graph.store.errors import StoreUnavailable
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.faults import unpack_fault
from graph.store.processes.limits import Limits
from graph.store.processes.parent import Child, Nursery, Parent, ParentGone
from graph.store.processes.source import Source
from graph.store.processes.wire import Channel, ChannelClosed, Kind
from graph.store.update_operations import Things

GLANCE = 0.1  # seconds between two looks at whether the version is still wanted


class Settled(NamedTuple):
    """A keeper that holds its version, and the things of which this says something else than the one it followed.

    By the versions from which what was made of them can follow, how many changes of the union lie between.
    """

    keeper: Parent
    changed: Things
    behind: Mapping[str, int]


def load_keeper(nursery: Nursery, source: Source, limits: Limits, is_stale: Callable[[], bool]) -> Settled | None:
    """Start a keeper and wait until it is loaded; None when the version got stale. Raises StoreError."""
    return _settled(nursery.spawn("keeper", {"folder": str(source.folder), "limits": asdict(limits)}), is_stale)


def follow(source: Source, excerpt: Checkpoint, is_stale: Callable[[], bool]) -> Settled | None:
    """Fork a keeper of the version of an excerpt from one of an earlier version, and wait until it is there."""
    try:
        child = source.succeed(excerpt.folder, excerpt.version)
    except ParentGone as error:
        raise StoreUnavailable("The process that held the data in memory has ended.") from error
    return _settled(child, is_stale)


def _settled(child: Child, is_stale: Callable[[], bool]) -> Settled | None:
    """Wait until a keeper says that it holds its version."""
    control = child.ends[0]
    if not _has_spoken(control, is_stale):
        _abandon(child)
        return None
    try:
        hello = Channel(control).receive()
    except ChannelClosed as error:
        _abandon(child)
        raise StoreUnavailable("The process that should hold the data in memory has ended.") from error
    if hello.kind == Kind.FAULT:
        _abandon(child)
        raise unpack_fault(hello.payload)
    said = json.loads(hello.payload)
    changed = None if said["changed"] is None else frozenset(said["changed"])
    return Settled(Parent(control), changed, said["behind"])


def _has_spoken(control: socket.socket, is_stale: Callable[[], bool]) -> bool:
    """Wait for the first byte, or the end, without taking it; False when it has become pointless."""
    control.settimeout(GLANCE)
    while not is_stale():
        try:
            control.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            continue
        except OSError:
            pass
        control.settimeout(None)
        return True
    return False


def _abandon(child: Child) -> None:
    child.kill()
    child.ends[0].close()
