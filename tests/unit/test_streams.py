"""Room for long answers."""

from __future__ import annotations

import pytest

from graph.store.answer import Answer
from graph.store.errors import Busy
from graph.store.factory import open_store
from graph.store.formats import Form, Format
from service.app import create_app
from service.process.streams import Streams
from service.settings import Settings
from service.sparql.answers import WHOLE_BYTES, chunks_of


def answer(size: int) -> Answer:
    """An answer of so many bytes."""
    return Answer(Form.GRAPH, Format.N_TRIPLES, lambda output: output.write(b"x" * size) and None)


def test_a_short_answer_takes_no_room() -> None:
    """Up to the limit an answer is whole."""
    streams = Streams(1)
    for size in (0, 1, WHOLE_BYTES):
        for _ in range(3):
            whole, _ = chunks_of(answer(size), streams)
            assert whole == b"x" * size


def test_a_long_answer_takes_room_until_it_is_read_or_closed() -> None:
    """As many as there is room for are on their way; the next is told to try again, until one is done with, once."""
    streams = Streams(2)
    taken = [chunks_of(answer(WHOLE_BYTES + 1), streams)[1] for _ in range(2)]
    with pytest.raises(Busy, match="try again"):
        chunks_of(answer(WHOLE_BYTES + 1), streams)
    assert sum(map(len, taken[0])) == WHOLE_BYTES + 1
    for _ in range(2):
        taken[0].close()  # type: ignore[attr-defined]  # it is a stream
    again = chunks_of(answer(WHOLE_BYTES + 1), streams)[1]
    with pytest.raises(Busy):
        chunks_of(answer(WHOLE_BYTES + 1), streams)
    again.close()  # type: ignore[attr-defined]
    assert sum(map(len, chunks_of(answer(WHOLE_BYTES + 1), streams)[1])) == WHOLE_BYTES + 1


def test_a_request_for_the_headers_takes_no_room() -> None:
    """HEAD of a long graph can be asked as often as anyone likes, and what was not read is let go."""
    with open_store() as store:
        data = b"".join(b"<urn:x:%d> <urn:x:p> <urn:x:%s> .\n" % (number, b"o" * 300) for number in range(2000))
        store.load(data, Format.N_TRIPLES, "urn:x:long")
        app = create_app(Settings(threads=2, cache_bytes=0), store)
        client = app.test_client()
        address = "/graphs?graph=urn:x:long&format=nt"
        for _ in range(4):
            assert client.head(address).status_code == 200
        for _ in range(4):
            with client.get(address) as response:
                assert len(response.data) > WHOLE_BYTES
        unread = client.get(address, buffered=False)
        assert unread.status_code == 200
        refused = client.get(address)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        unread.close()
        assert client.get(address).status_code == 200
