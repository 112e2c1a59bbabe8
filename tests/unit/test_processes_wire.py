"""What crosses between the service and its processes arrives as it was sent, in whatever pieces."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import errors
from graph.store.errors import (
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooDeep,
    QueryTooLarge,
    StoreError,
    StoreUnavailable,
    UnknownGraph,
)
from graph.store.formats import DEFAULT_FORMATS, Form, Format
from graph.store.processes.faults import cause_of_end, pack_fault, unpack_fault
from graph.store.processes.wire import (
    Call,
    Channel,
    ChannelClosed,
    Kind,
    Query,
    form_code,
    form_of_code,
    pack_call,
    pack_query,
    unpack_call,
    unpack_query,
)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two sockets that are connected."""
    one, two = socket.socketpair()
    with one, two:
        yield one, two


@given(
    text=st.text(),
    chosen=st.dictionaries(st.sampled_from(Form), st.sampled_from(Format)),
    graphs=st.none() | st.lists(st.text()),
    union=st.booleans(),
)
def test_a_query_arrives_as_it_was_sent(
    text: str, chosen: dict[Form, Format], graphs: list[str] | None, union: bool
) -> None:
    """Its text, formats, dataset and limit are the same on the other side."""
    query = Query(text, chosen, (None, graphs), union, 2.5)
    assert unpack_query(pack_query(query)) == query


def test_half_a_surrogate_pair_crosses() -> None:
    """It is for the engine to refuse it."""
    query = Query("SELECT \ud800", DEFAULT_FORMATS, ([], None), True, 1.0)
    assert unpack_query(pack_query(query)).text == "SELECT \ud800"


def test_a_call_arrives_as_it_was_sent() -> None:
    """Method, arguments and limit are the same on the other side."""
    call = Call("load", {"graph": None, "media": "text/turtle"}, 3.5, with_data=True)
    assert unpack_call(pack_call(call)) == call


@pytest.mark.parametrize("form", Form)
def test_every_form_has_a_number(form: Form) -> None:
    """The number leads back to the form, whatever the highest bit says."""
    assert form_of_code(form_code(form) | 0x80) is form


def test_frames_come_whole_and_in_order(ends: tuple[socket.socket, socket.socket]) -> None:
    """Short ones that arrive together and long ones that arrive in pieces are told apart."""
    sender, receiver = Channel(ends[0]), Channel(ends[1])
    contents = [b"", b"a", b"b" * 10, b"c" * 1_000_000, b"d", b""]

    def send() -> None:
        for content in contents:
            sender.send(Kind.PART, content, detail=len(content) % 100)
        sender.close()

    sending = threading.Thread(target=send)
    sending.start()
    for content in contents:
        assert receiver.receive() == (Kind.PART, len(content) % 100, content)
    sending.join()
    with pytest.raises(ChannelClosed):
        receiver.receive()


def test_an_end_within_a_frame_is_an_end(ends: tuple[socket.socket, socket.socket]) -> None:
    """A frame that breaks off is never given out."""
    ends[0].sendall(b"\x04\x00\x10\x00\x00\x00only a part"[:12])
    ends[0].close()
    with pytest.raises(ChannelClosed):
        Channel(ends[1]).receive()


def test_whoever_waits_is_asked_whether_to_go_on(ends: tuple[socket.socket, socket.socket]) -> None:
    """What `on_wait` raises ends the waiting; as long as it does not, a frame that comes is received."""
    channel = Channel(ends[1], every=0.02)
    asked = 0

    def wait() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            Channel(ends[0]).send(Kind.VALUE, b"3")
        if asked > 3:
            raise TimeoutError

    channel.on_wait = wait
    assert channel.receive().payload == b"3"
    with pytest.raises(TimeoutError):
        channel.receive()


def test_errors_of_ours_arrive_as_they_were_raised() -> None:
    """Every class that a message is enough to make keeps its class and message; a syntax error also its place."""
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, StoreError):
            found = unpack_fault(pack_fault(kind("A sentence.")))
            assert (type(found), str(found)) == (kind, "A sentence.")
    found = unpack_fault(pack_fault(QuerySyntaxError("A sentence.", 3, 14)))
    assert isinstance(found, QuerySyntaxError)
    assert (found.line, found.column) == (3, 14)


def test_errors_of_others_say_nothing_of_their_insides() -> None:
    """A client is told what kind of thing happened, and no path or address."""
    found = unpack_fault(pack_fault(RuntimeError("/home/someone/secret")))
    assert isinstance(found, QueryFailed)
    assert "secret" not in str(found)
    assert isinstance(unpack_fault(pack_fault(MemoryError())), QueryTooLarge)
    assert isinstance(unpack_fault(pack_fault(UnknownGraph("None."))), UnknownGraph)


@pytest.mark.parametrize(
    ("ended_by", "kind", "words"),
    [
        (signal.SIGALRM, QueryTimeout, "longer than its limit of 2.5 s"),
        (signal.SIGABRT, QueryTooLarge, "more than its limit of 3 MB"),
        (signal.SIGSEGV, QueryTooDeep, "nested too deeply"),
        (signal.SIGKILL, StoreUnavailable, "try again"),
        (None, StoreUnavailable, "try again"),
    ],
)
def test_the_signal_says_why_a_process_ended(ended_by: int | None, kind: type[StoreError], words: str) -> None:
    """Each way in which a query ends a process is an error of its own kind, and names its limit."""
    error = cause_of_end(ended_by, "The query", 2.5, 3 * 1024 * 1024)
    assert type(error) is kind
    assert words in str(error)
