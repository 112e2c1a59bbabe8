"""Frames on the socket between the service and one of its processes, which are of one release and trust each other."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.store.formats import Form, Format, Formats

CHUNK_BYTES = 64 * 1024

_HEADER = struct.Struct("<BBI")  # kind, detail, length of the payload
_QUERY = struct.Struct("<d4BI")  # seconds, a format for each form, union, length of the text
_TIMEVAL = struct.Struct("@ll")
_NO_FORMAT = 255
_FORMATS = tuple(Format)
_FORMS = tuple(Form)
# By identity, because hashing a member of an enumeration is a call of Python code, and this is done for every query.
_FORMAT_CODES = {id(media): code for code, media in enumerate(_FORMATS)}
_FORM_CODES = {id(form): code for code, form in enumerate(_FORMS)}


class Kind(IntEnum):
    """What a frame is."""

    QUERY = 1  # a request: a query, packed tightly because there are thousands a second
    CALL = 2  # a request: any other method, as JSON; DATA frames may follow
    DATA = 3  # a piece of a request's data; an empty one is the end
    PART = 4  # a piece of an answer; the detail is its form
    LAST = 5  # the last piece of an answer, often the only one
    VALUE = 6  # a returned value, as JSON
    FAULT = 7  # an exception, as JSON


RETIRING = 0x80  # in a reply's detail: the process takes no further request
FORM_BITS = 0x7F


class Frame(NamedTuple):
    """One message."""

    kind: int
    detail: int
    payload: bytes


class ChannelClosed(Exception):
    """The other end is gone."""


class Channel:
    """Frames over a stream socket.

    With `every`, `on_wait` is called again and again after that many seconds without a byte; what it raises
    ends the waiting. The kernel keeps the time, so that a quick answer costs one system call and no poll.
    """

    def __init__(self, end: socket.socket, *, every: float | None = None) -> None:
        self._socket = end
        self._rest = b""
        self.on_wait: Callable[[], None] | None = None
        if every is not None:
            seconds, fraction = divmod(every, 1)
            timeout = _TIMEVAL.pack(int(seconds), int(fraction * 1_000_000))
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)

    def send(self, kind: Kind, payload: bytes = b"", detail: int = 0) -> None:
        """Send one frame; raises ChannelClosed."""
        try:
            self._socket.sendall(_HEADER.pack(kind, detail, len(payload)) + payload)
        except OSError as error:
            raise ChannelClosed from error

    def receive(self) -> Frame:
        """Wait for one frame; raises ChannelClosed."""
        data = self._rest or self._read()
        while len(data) < _HEADER.size:
            data += self._read()
        kind, detail, length = _HEADER.unpack_from(data)
        end = _HEADER.size + length
        if len(data) < end:
            pieces, missing = [data], end - len(data)
            while missing > 0:
                pieces.append(self._read())
                missing -= len(pieces[-1])
            data = b"".join(pieces)
        self._rest = data[end:]
        return Frame(kind, detail, data[_HEADER.size : end])

    def finish(self, seconds: float) -> None:
        """Tell the other end that no request will come, and wait until it has ended in order, or so long."""
        deadline = time.monotonic() + seconds

        def wait() -> None:
            if time.monotonic() > deadline:
                raise ChannelClosed

        self.on_wait = wait
        with suppress(OSError, ChannelClosed):
            self._socket.shutdown(socket.SHUT_WR)
            while True:
                self.receive()

    def close(self) -> None:
        """Let the other end know that nothing more will come."""
        self._socket.close()

    def _read(self) -> bytes:
        while True:
            try:
                data = self._socket.recv(CHUNK_BYTES)
            except BlockingIOError:  # nothing came for a while
                if self.on_wait is not None:
                    self.on_wait()
                continue
            except OSError as error:
                raise ChannelClosed from error
            if not data:
                raise ChannelClosed
            return data


Dataset = tuple[Sequence[str] | None, Sequence[str] | None]
"""The default graphs and the named graphs of a query, None where it does not say which."""


class Offer(NamedTuple):
    """Columns that may answer a query: their version and file, and the query as its asker wrote it."""

    version: str
    file: str
    text: str


class Query(NamedTuple):
    """A query as it crosses."""

    text: str
    formats: Formats
    dataset: Dataset
    union_default: bool
    seconds: float
    columns: Offer | None = None


def pack_query(query: Query) -> bytes:
    """Write a query."""
    text = query.text.encode("utf-8", "surrogatepass")  # half a pair is refused by the engine, in its words
    codes = [_NO_FORMAT] * len(_FORMS)
    for form, media in query.formats.items():
        codes[_FORM_CODES[id(form)]] = _FORMAT_CODES[id(media)]
    head = _QUERY.pack(query.seconds, *codes, query.union_default, len(text))
    if query.dataset == (None, None) and query.columns is None:
        return head + text
    graphs = [None if names is None else list(names) for names in query.dataset]
    return head + text + json.dumps([*graphs, query.columns]).encode()


def unpack_query(payload: bytes) -> Query:
    """Read a query."""
    seconds, *codes, union_default, length = _QUERY.unpack_from(payload)
    end = _QUERY.size + length
    text = payload[_QUERY.size : end].decode("utf-8", "surrogatepass")
    default, named, columns = json.loads(payload[end:]) if len(payload) > end else (None, None, None)
    return Query(text, _formats(*codes), (default, named), bool(union_default), seconds, columns and Offer(*columns))


@cache
def _formats(*codes: int) -> Formats:
    """The formats of so many codes; a reader sees few combinations."""
    found = {form: _FORMATS[code] for form, code in zip(_FORMS, codes, strict=True) if code != _NO_FORMAT}
    return MappingProxyType(found)


class Call(NamedTuple):
    """A call of a method other than query as it crosses; `seconds` is None where nothing limits it."""

    method: str
    arguments: Mapping[str, Any]
    seconds: float | None
    with_data: bool = False


def pack_call(call: Call) -> bytes:
    """Write a call."""
    return json.dumps(call).encode()


def unpack_call(payload: bytes) -> Call:
    """Read a call."""
    return Call(*json.loads(payload))


def form_code(form: Form) -> int:
    """The number by which a form is named in a frame's detail."""
    return _FORM_CODES[id(form)]


def form_of_code(detail: int) -> Form:
    """The form that a frame's detail names."""
    return _FORMS[detail & FORM_BITS]
