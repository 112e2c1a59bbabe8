"""The store of a folder that a service has open, asked and changed through that service."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from graph.store.answer import Answer
from graph.store.closing import Closing
from graph.store.errors import Locked, OutcomeUnknown, ReadOnly, StoreUnavailable
from graph.store.formats import DEFAULT_FORMATS, Form, Format, Formats
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.control import socket_address
from graph.store.processes.faults import unpack_fault
from graph.store.processes.wire import (
    CHUNK_BYTES,
    Call,
    Channel,
    ChannelClosed,
    Frame,
    Kind,
    Query,
    form_of_code,
    pack_call,
    pack_query,
)
from graph.store.sparql_text import Statement, replacement

_LOST = "The service that has the store open has ended meanwhile"


class AttachedStore(Closing):
    """Each request has a connection of its own to the folder's control socket; the service's limits hold for it."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._folder = folder
        self._read_only = read_only
        self.version()  # so that what cannot be reached is said at once

    @property
    def read_only(self) -> bool:
        """Whether every write is refused."""
        return self._read_only

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
    ) -> Answer:
        """Answer a SPARQL 1.1 query."""
        query = Query(text, formats, (default_graphs, named_graphs), union_default, 0.0)  # the service keeps the time
        return self._answer(Kind.QUERY, pack_query(query), formats.__getitem__)

    def update(self, text: str) -> None:
        """Carry out a SPARQL 1.1 update as one transaction."""
        self._write("update", {"text": text})

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        names: list[str] = self._value("graph_names")
        return names

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name, be it empty."""
        return bool(self._value("has_graph", name=name))

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the default graph for None."""
        call = Call("read_graph", {"name": name, "media": media}, None)
        return self._answer(Kind.CALL, pack_call(call), lambda _: media)

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data; an empty graph is kept as a graph."""
        self._write("write_graph", {"name": name, "media": media}, data)

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the default graph for None."""
        self._write("remove_graph", {"name": name})

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset or graph."""
        self._write("load", {"graph": graph, "media": media}, data)

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, together or not at all."""
        if graphs:
            self.update(replacement(graphs))

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD."""
        return self._answer(Kind.CALL, pack_call(Call("dump", {"media": media}, None)), lambda _: media)

    def size(self) -> int:
        """Return the number of quads; it counts them."""
        return int(self._value("size"))

    def version(self) -> str:
        """Return the version of the last acknowledged write."""
        return str(self._value("version"))

    def changed_since(self, version: str) -> None:
        """Return None: the service alone knows."""

    def checkpoint(self) -> Checkpoint:
        """Have the service make a folder that holds all that is acknowledged; it is the caller's to remove."""
        version, folder = self._value("checkpoint")
        return Checkpoint(version, Path(folder), is_ours=True)

    def exchange(self, fresh: Path) -> None:
        """Have the service go on with the store in another folder, whose files are moved into its own."""
        self._write("exchange", {"fresh": str(fresh.absolute())})

    def close(self) -> None:
        """Do nothing: no connection outlives its request."""

    def _value(self, method: str, **arguments: Any) -> Any:
        with self._connect() as connection:
            channel = Channel(connection)
            return _value(_ask(channel, Kind.CALL, pack_call(Call(method, arguments, None))))

    def _write(self, method: str, arguments: Mapping[str, Any], data: bytes | BinaryIO | None = None) -> None:
        if self._read_only:
            raise ReadOnly("The store is open for reading only.")
        with self._connect() as connection:
            channel = Channel(connection)
            try:
                channel.send(Kind.CALL, pack_call(Call(method, arguments, None, data is not None)))
                if data is not None:
                    _send_data(channel, data)
                _value(channel.receive())
            except ChannelClosed as error:
                raise OutcomeUnknown(f"{_LOST}: look whether the write is there.") from error

    def _answer(self, kind: Kind, request: bytes, media_of: Callable[[Form], Format]) -> Answer:
        connection = self._connect()
        channel = Channel(connection)
        try:
            first = _ask(channel, kind, request)
            form = form_of_code(first.detail)
            return Answer(form, media_of(form), lambda output: _copy(channel, first, output), channel.close)
        except BaseException:
            connection.close()
            raise

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with socket_address(self._folder) as address:
                connection.connect(address)
        except PermissionError as error:
            connection.close()
            raise StoreUnavailable(f"{self._folder} is open in the service of another user.") from error
        except OSError as error:
            connection.close()
            raise Locked(
                f"{self._folder} is open in another instance that takes no requests: stop that one, or name another "
                "folder."
            ) from error
        return connection


def _ask(channel: Channel, kind: Kind, request: bytes) -> Frame:
    """Send a request that changes nothing, and return the first frame of the reply; raises StoreError."""
    try:
        channel.send(kind, request)
        frame = channel.receive()
    except ChannelClosed as error:
        raise StoreUnavailable(f"{_LOST}; try again.") from error
    if frame.kind == Kind.FAULT:
        raise unpack_fault(frame.payload)
    return frame


def _value(frame: Frame) -> Any:
    if frame.kind == Kind.FAULT:
        raise unpack_fault(frame.payload)
    return json.loads(frame.payload)


def _send_data(channel: Channel, data: bytes | BinaryIO) -> None:
    pieces = [data] if isinstance(data, bytes) else iter(lambda: data.read(CHUNK_BYTES), b"")
    for piece in pieces:
        if piece:  # an empty piece would be the end
            channel.send(Kind.DATA, piece)
    channel.send(Kind.DATA)


def _copy(channel: Channel, first: Frame, output: BinaryIO) -> None:
    frame = first
    output.write(frame.payload)
    while frame.kind != Kind.LAST:
        try:
            frame = channel.receive()
        except ChannelClosed as error:
            raise StoreUnavailable(f"{_LOST}; the answer is not whole.") from error
        if frame.kind == Kind.FAULT:
            raise unpack_fault(frame.payload)
        output.write(frame.payload)
