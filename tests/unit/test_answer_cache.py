"""What the answer cache keeps, gives again and lets go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from service.front.answer_cache import AnswerCache
from service.front.files import Files
from service.process.streams import Streams
from service.sparql.departure import AWAITED, LEFT

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]


class Application:
    """A WSGI application that counts how often it is asked, and answers with that number."""

    def __init__(self, status: str = "200 OK", headers: Headers | None = None, body: bytes = b"") -> None:
        self.asked = 0
        self.pause = 0.0
        self._status = status
        self._headers = headers or []
        self._body = body

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer."""
        self.asked += 1
        number = self.asked
        time.sleep(self.pause)
        start(self._status, [("Content-Type", "text/plain"), *self._headers])
        return [environ["wsgi.input"].read(), b"%d" % number, self._body]


class Client:
    """Asks a cache around an application, of data whose version the test sets."""

    def __init__(
        self,
        app: Application,
        most_bytes: int = 1024 * 1024,
        quick: float = 0,
        files: Files | None = None,
        crowd: int = 20,
    ) -> None:
        self.version: str | None = "v1"
        self.cache = AnswerCache(
            app,
            lambda: self.version,
            most_bytes,
            files=files or Files(0),
            crowd=Streams(crowd),
            refused=lambda _, error: Application("503 SERVICE UNAVAILABLE", body=str(error).encode()),
            quick=quick,
        )
        self.status = ""
        self.headers: dict[str, str] = {}

    def begin(self, path: str = "/x", method: str = "GET", body: bytes = b"", **more: str) -> Iterable[bytes]:
        """An answer that is not read yet; its status and headers are kept."""

        def start(status: str, headers: Headers, exc_info: object = None) -> Any:
            assert exc_info is None
            self.status, self.headers = status, dict(headers)

        return self.cache(request(path, method, body, **more), start)

    def ask(self, path: str = "/x", method: str = "GET", body: bytes = b"", **more: str) -> bytes:
        """The body of an answer; its status and headers are kept."""
        return b"".join(self.begin(path, method, body, **more))

    def ask_at_once(self, times: int) -> list[tuple[str, bytes]]:
        """Statuses and bodies of the same request, made by so many at the same moment."""
        answers: list[tuple[str, bytes]] = []

        def ask() -> None:
            other = Client(Application())
            other.cache = self.cache
            body = other.ask()
            answers.append((other.status, body))

        threads = [threading.Thread(target=ask) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers


def request(path: str = "/x", method: str = "GET", body: bytes = b"", **more: str) -> WSGIEnvironment:
    """A request."""
    length = {"CONTENT_LENGTH": str(len(body))} if body else {}
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        **length,
        **more,
    }


def test_an_answer_is_given_again_until_something_is_written() -> None:
    """The same request is computed once at each version of the data."""
    client = Client(Application())
    assert [client.ask(), client.ask()] == [b"1", b"1"]
    assert client.headers["Content-Length"] == "1"
    client.version = "v2"
    assert [client.ask(), client.ask()] == [b"2", b"2"]
    assert (client.cache.hits, client.cache.misses) == (2, 2)


def test_a_write_makes_all_answers_old_at_once() -> None:
    """Also those that are not the first to be asked for after it."""
    client = Client(Application())
    assert [client.ask("/a"), client.ask("/b"), client.ask("/b")] == [b"1", b"2", b"2"]
    client.version = "v2"
    assert [client.ask("/a"), client.ask("/b"), client.ask("/b")] == [b"3", b"4", b"4"]


def test_what_was_driven_out_is_not_at_hand() -> None:
    """When the room is full the answer that was not used for longest goes, wherever it is looked for."""
    client = Client(Application(body=b"x" * 1000), most_bytes=64 * 1024)
    first = client.ask("/0")
    for number in range(1, 100):
        client.ask(f"/{number}")
    assert client.cache.kept_bytes <= 64 * 1024
    assert client.ask("/0") != first


def test_a_quick_answer_is_kept_when_it_is_asked_for_again() -> None:
    """What nobody repeats takes no room; what took long is kept at once."""
    client = Client(Application(), quick=60)
    assert [client.ask(), client.ask(), client.ask()] == [b"1", b"2", b"2"]
    assert [client.ask(f"/{number}") for number in range(3)] == [b"3", b"4", b"5"]
    kept = client.cache.kept_bytes
    client.ask("/never")
    assert client.cache.kept_bytes == kept
    slow = Client(Application(), quick=0.01)
    slow.cache._app.pause = 0.02  # type: ignore[attr-defined]
    assert [slow.ask(), slow.ask()] == [b"1", b"1"]


def test_what_is_kept_is_known_in_front_of_all_else() -> None:
    """As it would be answered: whole, without its body, or unchanged; from a write on it is not."""
    client = Client(Application(headers=[("ETag", '"a"')]))
    assert client.cache.known(request()) is None
    client.ask()
    headers = [("Content-Type", "text/plain"), ("ETag", '"a"'), ("Content-Length", "1")]
    assert client.cache.known(request()) == (200, headers, b"1")
    assert client.cache.known(request(method="HEAD")) == (200, headers, b"")
    unchanged = client.cache.known(request(HTTP_IF_NONE_MATCH='"a"'))
    assert unchanged is not None
    assert (unchanged[0], unchanged[2]) == (304, b"")
    assert client.cache.known(request(QUERY_STRING="a=b")) is None
    assert (client.cache.hits, client.cache.misses) == (3, 1)
    client.version = "v2"
    assert client.cache.known(request()) is None


@pytest.mark.parametrize(
    "asked",
    [
        {"HTTP_COOKIE": "lang=en"},
        {"QUERY_STRING": "lang=en"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"CONTENT_LENGTH": "1"},
    ],
)
def test_what_others_have_to_look_at_is_not_known_in_front(asked: dict[str, str]) -> None:
    """A cookie may choose a language, an address may set one, and a body must be read first."""
    client = Client(Application())
    client.ask(**{name: value for name, value in asked.items() if name == "QUERY_STRING"})
    assert client.cache.known(request(**asked)) is None


def test_a_post_is_not_known_in_front() -> None:
    """Its body is read with patience and limits, which stand between."""
    client = Client(Application())
    posted = {"path": "/sparql", "method": "POST", "body": b"ASK {}"}
    assert [client.ask(**posted), client.ask(**posted)] == [b"ASK {}1", b"ASK {}1"]  # type: ignore[arg-type]
    assert client.cache.known(request(**posted)) is None  # type: ignore[arg-type]


def test_without_a_version_nothing_is_kept() -> None:
    """A store that others may write to has no version, and its answers are not kept."""
    client = Client(Application())
    client.version = None
    assert [client.ask(), client.ask()] == [b"1", b"2"]


@pytest.mark.parametrize(
    "difference",
    [
        {"PATH_INFO": "/y"},
        {"QUERY_STRING": "a=b"},
        {"HTTP_ACCEPT": "text/csv"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_HOST": "elsewhere.example"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_what_an_answer_may_depend_on_tells_requests_apart(difference: dict[str, str]) -> None:
    """Two requests that differ in one of these share no answer."""
    client = Client(Application())
    assert [client.ask(), client.ask(**difference)] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("header", "same", "other"),
    [
        ("HTTP_ACCEPT_ENCODING", ("gzip, deflate", "gzip, deflate, br, zstd", "*"), ("", "identity", "br", "gzip;q=0")),
        (
            "HTTP_ACCEPT_LANGUAGE",
            ("", "zh-CN,zh;q=0.9", "zh-TW", "fr"),
            ("en", "en-GB,en;q=0.5", "de,en;q=0.7"),
        ),
    ],
)
def test_browsers_that_want_the_same_share_an_answer(
    header: str, same: tuple[str, ...], other: tuple[str, ...]
) -> None:
    """However they write which encodings they take and which languages they read."""
    client = Client(Application())
    assert {client.ask(**{header: value}) for value in same} == {b"1"}
    assert {client.ask(**{header: value}) for value in other} == {b"2"}


@pytest.mark.parametrize(
    "particular",
    [
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 00:00:00 GMT"},
        {"method": "PUT"},
        {"method": "POST"},
    ],
)
def test_particular_requests_pass_by(particular: dict[str, str]) -> None:
    """Who brings a token, asks for a part or a condition, or changes something, is answered by the application."""
    client = Client(Application())
    assert [client.ask(), client.ask(**particular), client.ask(**particular)] == [b"1", b"2", b"3"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 NOT FOUND", []),
        ("200 OK", [("Set-Cookie", "a=b")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Vary", "Accept, Cookie")]),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(status: str, headers: Headers) -> None:
    """Errors, cookies, what differs each time, and what depends on more than we look at, are computed each time."""
    client = Client(Application(status, headers))
    assert [client.ask(), client.ask()] == [b"1", b"2"]
    assert client.status == status


def test_a_refusal_does_not_keep_a_later_answer_from_being_kept() -> None:
    """What was refused once, as the service was busy, is kept as soon as it is answered."""
    app = Application("503 SERVICE UNAVAILABLE")
    client = Client(app)
    assert client.ask() == b"1"
    app._status = "200 OK"
    assert [client.ask(), client.ask()] == [b"2", b"2"]


def test_a_query_by_post_is_told_apart_by_its_body() -> None:
    """The body of a query is part of the request, and the application can still read it."""
    client = Client(Application())
    asked = [client.ask("/sparql", "POST", body) for body in (b"ASK {}", b"ASK {}", b"ASK { }")]
    assert asked == [b"ASK {}1", b"ASK {}1", b"ASK { }2"]


def test_head_and_conditional_requests_are_answered_from_what_is_kept() -> None:
    """HEAD has the headers without the body, and who has the tag gets 304."""
    app = Application(headers=[("ETag", 'W/"abc"')])
    client = Client(app)
    assert client.ask() == b"1"
    assert client.ask(method="HEAD") == b""
    assert (client.status, client.headers["Content-Length"]) == ("200 OK", "1")
    assert client.ask(HTTP_IF_NONE_MATCH='"other", W/"abc"') == b""
    assert client.status.startswith("304")
    assert "Content-Type" not in client.headers
    assert client.ask(HTTP_IF_NONE_MATCH='W/"old"') == b"1"
    assert app.asked == 1


def test_there_is_room_for_so_many_bytes() -> None:
    """What has not been asked for longest makes room; an answer that is too long is never kept."""
    client = Client(Application(body=b"x" * 1000), 64 * 1024)
    for number in range(100):
        client.ask(f"/{number}")
    assert 32 * 1024 < client.cache.kept_bytes <= 64 * 1024
    assert client.ask("/99").startswith(b"100")
    assert client.ask("/0").startswith(b"101")
    long = Client(Application(body=b"x" * 5000), 64 * 1024)
    assert [long.ask()[:1], long.ask()[:1]] == [b"1", b"2"]


def test_of_many_at_once_one_computes() -> None:
    """Sixteen clients that ask the same at the same moment cost one computation."""
    app = Application()
    app.pause = 0.2
    assert Client(app).ask_at_once(16) == [("200 OK", b"1")] * 16


@pytest.mark.parametrize("status", ["503 SERVICE UNAVAILABLE", "504 GATEWAY TIMEOUT"])
def test_what_one_is_refused_all_are_who_asked_with_it(status: str) -> None:
    """A query that takes too long is not tried by each of sixteen; whoever asks later is answered anew."""
    app = Application(status)
    app.pause = 0.2
    client = Client(app)
    assert client.ask_at_once(16) == [(status, b"1")] * 16
    assert client.ask() == b"2"


def test_what_differs_each_time_is_computed_for_each() -> None:
    """Those who waited for what turned out not to be for everybody get their own."""
    app = Application(headers=[("Cache-Control", "no-store")])
    app.pause = 0.1
    assert {body for _, body in Client(app).ask_at_once(4)} == {b"1", b"2", b"3", b"4"}


class Leaving(Application):
    """Its first client leaves before it is answered: what it is then told is for nobody."""

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer."""
        self.awaited = environ[AWAITED]
        if self.asked == 0:
            environ[LEFT] = True
            self._status = "503 SERVICE UNAVAILABLE"
        else:
            self._status = "200 OK"
        return super().__call__(environ, start)


def test_nobody_is_told_what_was_meant_for_one_who_has_left() -> None:
    """One of those who waited takes its place."""
    app = Leaving()
    app.pause = 0.2
    answers = Client(app).ask_at_once(8)
    assert sorted(answers) == [("200 OK", b"2")] * 7 + [("503 SERVICE UNAVAILABLE", b"1")]


def test_a_request_knows_whether_others_wait_for_its_answer() -> None:
    """So that it is not given up when its own client leaves."""
    app = Leaving()
    client = Client(app)
    client.ask("/alone")
    assert not app.awaited()
    app.pause = 0.2
    client.ask_at_once(2)
    assert app.awaited()


def test_an_unchanged_answer_is_no_answer_for_the_others() -> None:
    """Where the first has what it asks about, the others have one of them compute it for all."""

    class Unchanged(Application):
        def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            self._status = "304 NOT MODIFIED" if self.asked == 0 else "200 OK"
            return super().__call__(environ, start)

    app = Unchanged()
    app.pause = 0.1
    answers = Client(app).ask_at_once(8)
    assert sorted(answers) == [("200 OK", b"2")] * 7 + [("304 NOT MODIFIED", b"1")]


def test_who_has_an_older_answer_has_the_new_one_kept() -> None:
    """A browser asks with the tag of what it has; what it gets after a write is kept like any other."""
    client = Client(Application(headers=[("ETag", '"new"')]))
    assert [client.ask(HTTP_IF_NONE_MATCH='"old"'), client.ask(), client.ask(HTTP_IF_NONE_MATCH='"new"')] == [
        b"1",
        b"1",
        b"",
    ]


def test_only_so_many_wait() -> None:
    """Whoever waits holds a thread; there are to be some left for others."""
    app = Application()
    app.pause = 0.3
    answers = Client(app, crowd=3).ask_at_once(6)
    assert answers.count(("200 OK", b"1")) == 4  # one computes and three wait
    refused = [body for status, body in answers if status.startswith("503")]
    assert len(refused) == 2
    assert b"try again" in refused[0]


LONG = 100_000


def long_one(folder: Path, most_bytes: int = 2_000_000, crowd: int = 20) -> Client:
    """A client of answers that are too long for memory."""
    app = Application(headers=[("ETag", '"long"')], body=b"x" * LONG)
    return Client(app, 64 * 1024, files=Files(most_bytes, folder), crowd=crowd)


def test_a_long_answer_is_kept_in_a_file_without_a_name(tmp_path: Path) -> None:
    """It is the same as the first time, takes no room in memory, and the folder looks empty."""
    client = long_one(tmp_path)
    assert [client.ask(), client.ask()] == [b"1" + b"x" * LONG] * 2
    assert client.headers["Content-Length"] == str(LONG + 1)
    assert (client.cache.kept_bytes, client.cache.kept_file_bytes) == (0, LONG + 1)
    assert not list(tmp_path.iterdir())
    assert client.cache.known(request()) is None
    assert client.ask(method="HEAD") == b""
    assert client.headers["Content-Length"] == str(LONG + 1)
    assert client.ask(HTTP_IF_NONE_MATCH='"long"') == b""
    assert client.status.startswith("304")


def test_a_write_makes_long_answers_old_too(tmp_path: Path) -> None:
    """One that is being sent is sent to its end; the next is computed."""
    client = long_one(tmp_path)
    client.ask()
    begun = client.begin()
    client.version = "v2"
    assert client.ask()[:1] == b"2"
    assert b"".join(begun) == b"1" + b"x" * LONG


def test_there_is_room_for_so_many_long_answers(tmp_path: Path) -> None:
    """What has not been asked for longest makes room; what is longer than a quarter of it is not kept."""
    client = long_one(tmp_path, most_bytes=500_000)
    for number in range(8):
        assert len(client.ask(f"/{number}")) == LONG + 1
    assert 400_000 <= client.cache.kept_file_bytes <= 500_000
    assert client.ask("/7").startswith(b"8")
    assert client.ask("/0").startswith(b"9")
    client = long_one(tmp_path, most_bytes=390_000)
    assert [client.ask()[:1], client.ask()[:1]] == [b"1", b"2"]


@pytest.mark.parametrize("folder", ["full", "not there"])
def test_where_no_file_can_be_written_a_long_answer_is_sent_all_the_same(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is whole, and computed again for the next."""
    client = long_one(tmp_path if folder == "full" else tmp_path / "none")
    if folder == "full":

        def write(*_: object) -> int:
            raise OSError("No space left on device")

        monkeypatch.setattr("service.front.files.os.write", write)
    assert [client.ask(), client.ask()] == [b"1" + b"x" * LONG, b"2" + b"x" * LONG]
    assert client.cache.kept_file_bytes == 0


def test_no_disk_is_filled_for_answers(tmp_path: Path) -> None:
    """They are kept only while as much as all of them may take is free besides."""
    client = long_one(tmp_path, most_bytes=2**60)
    assert [client.ask()[:1], client.ask()[:1]] == [b"1", b"2"]


def test_only_so_many_read_long_answers(tmp_path: Path) -> None:
    """Each holds a thread until its client has read it; there is room again when one has."""
    client = long_one(tmp_path, crowd=2)
    first, _ = client.begin(), client.begin()
    assert b"try again" in client.ask()
    assert client.status.startswith("503")
    first.close()  # type: ignore[attr-defined] # it is a stream
    assert client.ask()[:1] == b"1"


def test_a_long_answer_that_breaks_off_is_not_kept(tmp_path: Path) -> None:
    """What fails midway is a failure, never a shorter answer."""

    class Breaking(Application):
        def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            return self.broken(super().__call__(environ, start))

        def broken(self, chunks: Iterable[bytes]) -> Iterable[bytes]:
            yield from chunks
            if self.asked == 1:
                raise RuntimeError("broken")

    client = Client(Breaking(body=b"x" * LONG), 64 * 1024, files=Files(2_000_000, tmp_path))
    with pytest.raises(RuntimeError, match="broken"):
        client.ask()
    assert client.ask()[:1] == b"2"


def test_a_failure_lets_the_others_go_on() -> None:
    """Where the application fails, the failure is its own, and the next request is computed."""

    class Failing(Application):
        def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if self.asked == 0:
                self.asked += 1
                raise RuntimeError("broken")
            return super().__call__(environ, start)

    client = Client(Failing())
    with pytest.raises(RuntimeError, match="broken"):
        client.ask()
    assert client.ask() == b"2"
