"""The loop of a process that answers requests: it takes one, does it within its time, and replies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast

from graph.store.answer import Answer
from graph.store.errors import QueryTooLarge, StoreError
from graph.store.processes.confinement import start_clock, stop_clock
from graph.store.processes.faults import pack_fault
from graph.store.processes.limits import MEGABYTE
from graph.store.processes.wire import (
    CHUNK_BYTES,
    RETIRING,
    Call,
    Channel,
    ChannelClosed,
    Frame,
    Kind,
    form_code,
    unpack_call,
    unpack_query,
)

Handler = Callable[..., Any]
"""Does what a request names; a result that is no Answer crosses as JSON."""


class Server:
    """Serves one channel, one request at a time, until the other end is closed or `is_spent` says enough."""

    def __init__(
        self,
        channel: Channel,
        handlers: Mapping[str, Handler],
        *,
        answer_bytes: int | None = None,
        is_spent: Callable[[], bool] = lambda: False,
        keeps_time: bool = True,
    ) -> None:
        self._channel = channel
        self._handlers = handlers
        self._answer_bytes = answer_bytes
        self._is_spent = is_spent
        self._keeps_time = keeps_time  # not in the service, whose store keeps the time of its processes

    def serve(self) -> None:
        """Answer request after request."""
        try:
            while self._answer(self._channel.receive()):
                pass
        except ChannelClosed:
            return

    def _answer(self, request: Frame) -> bool:
        """Answer one request; False when it was the last. The clock never outlives the request that it is for."""
        if request.kind == Kind.QUERY:
            query = unpack_query(request.payload)
            seconds: float | None = query.seconds
            work, limit = lambda: self._handlers["query"](query), self._answer_bytes
        else:
            call = unpack_call(request.payload)
            seconds = call.seconds
            work, limit = lambda: self._call(call), None
        if not self._keeps_time:
            seconds = None
        if seconds is not None:
            start_clock(seconds)
        kind, detail, payload = self._result(work, limit)
        if seconds is not None:
            stop_clock()
        spent = self._is_spent() or bool(detail & RETIRING)
        self._channel.send(kind, payload, detail | (RETIRING if spent else 0))
        return not spent

    def _call(self, call: Call) -> Any:
        handler = self._handlers[call.method]
        if not call.with_data:
            return handler(**call.arguments)
        data = IncomingData(self._channel)
        try:
            return handler(data=data, **call.arguments)
        finally:
            data.skip()

    def _result(self, work: Callable[[], Any], answer_bytes: int | None) -> tuple[Kind, int, bytes]:
        """Do the work; the last frame of the reply is returned and not sent."""
        frames = None
        try:
            result = work()
            if not isinstance(result, Answer):
                return Kind.VALUE, 0, json.dumps(result).encode()
            frames = OutgoingAnswer(self._channel, form_code(result.form), answer_bytes)
            result.write(cast("BinaryIO", frames))  # all that an engine needs of a file is write and flush
        except ChannelClosed:
            raise
        except BaseException as error:  # a panic of the engine is no Exception, and is answered too
            refused = (frames.refused if frames is not None else None) or error
            # A process that has taken much memory for nothing gives it back by ending.
            return Kind.FAULT, RETIRING if isinstance(refused, (QueryTooLarge, MemoryError)) else 0, pack_fault(refused)
        return Kind.LAST, frames.form, frames.rest()


class OutgoingAnswer:
    """A file to write an answer into, which sends it in pieces and keeps the last one back."""

    def __init__(self, channel: Channel, form: int, limit: int | None) -> None:
        self.form = form
        self.refused: StoreError | ChannelClosed | None = None
        self._channel = channel
        self._limit = limit
        self._total = 0
        self._pending: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take bytes, and send what is pending when it is a piece; raises QueryTooLarge over the limit."""
        self._pending.append(bytes(data))
        self._size += len(data)
        if self._size >= CHUNK_BYTES:
            self._send_piece()
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces go when they are large enough, and at the end."""

    def rest(self) -> bytes:
        """What has not been sent."""
        return b"".join(self._pending)

    def _send_piece(self) -> None:
        self._total += self._size
        if self._limit is not None and self._total > self._limit:
            self.refused = QueryTooLarge(f"The answer is longer than its limit of {self._limit // MEGABYTE} MB.")
            raise self.refused
        self._channel.send(Kind.PART, self.rest(), self.form)
        self._pending.clear()
        self._size = 0


class IncomingData:
    """A file to read a request's data from, as they come."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._rest = b""
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, or all; nothing at the end."""
        if size < 0:
            return b"".join(iter(lambda: self.read(CHUNK_BYTES), b""))
        if not self._rest and not self._ended:
            self._rest = self._channel.receive().payload
            self._ended = not self._rest
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def skip(self) -> None:
        """Take what is left off the channel, so that the next request can come."""
        while self.read(CHUNK_BYTES):
            pass
