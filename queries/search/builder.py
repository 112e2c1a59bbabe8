"""The process that fills the index, at the lowest priority: `python -m queries.search.builder`.

It ends with the service, from which it has its order and the answers of the store, which it could not open itself.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

from graph.model import PlanError
from graph.store.formats import Form, Format
from graph.store.processes.confinement import end_with_parent
from graph.store.processes.faults import unpack_fault
from graph.store.processes.wire import Call, Channel, ChannelClosed, Frame, Kind, Query, pack_call, pack_query
from queries.search.filling import fill
from queries.search.index import SearchIndex
from queries.search.ordering import read_order

_NICENESS = 10
_LONGEST_REST = 1.0  # seconds


class Line:
    """The service at the other end of a socket, which answers one request after the other.

    The processes that answer are not slowed down, so they are given as long a rest as each answer took.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._taken = 0.0  # seconds that the last answer took

    def stream(self, query: str, media: Format) -> Iterator[bytes]:
        """An answer of the store in a format, piece by piece; raises StoreError."""
        time.sleep(min(self._taken, _LONGEST_REST))
        begun = time.monotonic()
        asked = Query(query, {Form.BINDINGS: media}, (None, None), union_default=True, seconds=0.0)
        self._channel.send(Kind.QUERY, pack_query(asked))
        frame = self._receive()
        while frame.kind != Kind.LAST:
            yield frame.payload
            frame = self._receive()
        self._taken = time.monotonic() - begun
        yield frame.payload

    def call(self, method: str, **arguments: object) -> Any:
        """What the service says to anything else."""
        self._channel.send(Kind.CALL, pack_call(Call(method, arguments, None)))
        return json.loads(self._receive().payload)

    def _receive(self) -> Frame:
        frame = self._channel.receive()
        if frame.kind == Kind.FAULT:
            raise unpack_fault(frame.payload)
        return frame


def main(descriptor: int, parent: int) -> None:
    """Carry out the order of the service at the other end of the socket of that number, and tell how it went."""
    end_with_parent(parent)

    os.nice(_NICENESS)
    line = Line(Channel(socket.socket(fileno=descriptor)))
    try:
        failure = _carry_out(line)
        line.call("ended", failure=failure)
    except ChannelClosed:  # there is nobody to fill an index for
        sys.exit(1)


def _carry_out(line: Line) -> str | None:
    """Fill the index; why that failed, if it did."""
    folder, order = read_order(line.call("order"))
    try:
        fill(SearchIndex(folder), line, order, lambda: line.call("shown"))
    except (PlanError, ValueError, OSError) as error:  # the engine says ValueError
        return str(error)
    return None


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
