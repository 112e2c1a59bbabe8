"""Whether whoever asked has left, as far as can be known."""

from __future__ import annotations

import ipaddress
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED = "01"
FRESH = 0.05  # seconds for which one reading of them is true enough

AWAITED = "plangraph.awaited"
"""What says, in a request's environment, whether others wait for its answer: then it is no matter who has left."""
LEFT = "plangraph.left"
"""What is in it once its client was found to have left."""


def departure(environ: WSGIEnvironment) -> Callable[[], bool]:
    """What says whether the client of a request has left: it has no connection to us any more.

    The server closes a connection whose client is gone, but WSGI tells the application neither that nor the
    client's port. So this is certain when it says yes, and says no of a client that has another connection open,
    as a proxy has; there the time limit has to do. The kernel's table is read, which is worth it for slow queries only.
    """
    address, port = environ.get("REMOTE_ADDR", ""), environ.get("SERVER_PORT", "")
    begun = time.monotonic()

    def has_left() -> bool:
        if sys.platform != "linux" or not port.isdigit() or (AWAITED in environ and environ[AWAITED]()):
            return False
        try:
            remote = _written(address)
        except ValueError:
            return False
        connections = _known.newer_than(begun)
        if connections is None or any((f"{int(port):04X}", written) in connections for written in remote):
            return False
        environ[LEFT] = True
        return True

    return has_left


class _Connections:
    """The connections of this machine, read once for all who want to know at about the same time."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._read: tuple[float, frozenset[tuple[str, str]] | None] = (0.0, None)

    def newer_than(self, moment: float) -> frozenset[tuple[str, str]] | None:
        """Our port and the other's address, of each, since a moment; None where that is not told."""
        with self._turn:
            now = time.monotonic()
            if self._read[0] < max(moment, now - FRESH):
                self._read = now, _connections()
            return self._read[1]


_known = _Connections()


def _connections() -> frozenset[tuple[str, str]] | None:
    found = set()
    read = 0
    for table in _TABLES:
        try:
            lines = table.read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        read += 1
        for line in lines:
            _, ours, theirs, state, *_ = line.split(maxsplit=4)
            if state == _ESTABLISHED:
                found.add((ours.rpartition(":")[2], theirs.partition(":")[0]))
    return frozenset(found) if read else None


def _written(address: str) -> frozenset[str]:
    """An address as the kernel's tables write it, words in the machine's own order of bytes; IPv4 also as IPv6."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    forms = [parsed.packed]
    if parsed.version == 4:
        forms.append(ipaddress.IPv6Address(f"::ffff:{parsed}").packed)
    return frozenset(
        "".join(f"{int.from_bytes(packed[at : at + 4], sys.byteorder):08X}" for at in range(0, len(packed), 4))
        for packed in forms
    )
