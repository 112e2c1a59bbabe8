"""What the answer cache keeps, gives again and lets go."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from service.front.answer_cache import AnswerCache

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

    def __init__(self, app: Application, most_bytes: int = 1024 * 1024, quick: float = 0) -> None:
        self.version: str | None = "v1"
        self.cache = AnswerCache(app, lambda: self.version, most_bytes, quick=quick)
        self.status = ""
        self.headers: dict[str, str] = {}

    def ask(self, path: str = "/x", method: str = "GET", body: bytes = b"", **more: str) -> bytes:
        """The body of an answer; its status and headers are kept."""

        def start(status: str, headers: Headers, exc_info: object = None) -> Any:
            assert exc_info is None
            self.status, self.headers = status, dict(headers)

        return b"".join(self.cache(request(path, method, body, **more), start))


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
    cache = Client(app).cache
    answers: list[bytes] = []

    def ask() -> None:
        client = Client(app)
        client.cache = cache
        answers.append(client.ask())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [b"1"] * 16


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
