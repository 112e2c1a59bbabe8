"""Whether whoever asked has left, as far as can be known."""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED = "01"

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

    def has_left() -> bool:
        if sys.platform != "linux" or not port.isdigit() or (AWAITED in environ and environ[AWAITED]()):
            return False
        try:
            remote = _written(address)
        except ValueError:
            return False
        if _is_connected(f":{int(port):04X}", remote):
            return False
        environ[LEFT] = True
        return True

    return has_left


def _is_connected(local: str, remote: frozenset[str]) -> bool:
    """Whether the table has a connection from one of these addresses to our port."""
    read = 0
    for table in _TABLES:
        try:
            lines = table.read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        read += 1
        for line in lines:
            _, ours, theirs, state, *_ = line.split(maxsplit=4)
            if state == _ESTABLISHED and ours.endswith(local) and theirs.partition(":")[0] in remote:
                return True
    return read == 0  # without a table nothing is known


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
