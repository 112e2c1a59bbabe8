"""Which requests want the same answer, and which were made before."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from service.front.compression import takes_gzip
from service.words.interface import preferred_language

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_BODY = 16 * 1024  # bytes of a POST that is looked up

BODILESS = ("GET", "HEAD")

Key = tuple[str | bool | bytes, ...]
"""All that the answer to a request may depend on, the data aside; of two headers what we read in them, as browsers
and programs that want the same write them in many ways."""

# Who sends one of these wants more than the answer to the address.
_PARTICULAR = (
    *("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_CONTENT_ENCODING", "HTTP_TRANSFER_ENCODING"),
)


def key_of(environ: WSGIEnvironment) -> Key | None:
    """All that the answer to a request may depend on, the data aside; None for a request that is not looked up."""
    get = environ.get
    if not environ.keys().isdisjoint(_PARTICULAR):
        return None
    method = environ["REQUEST_METHOD"]
    parts = (
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        get("HTTP_ACCEPT", ""),
        takes_gzip(get("HTTP_ACCEPT_ENCODING", "")),
        preferred_language(get("HTTP_ACCEPT_LANGUAGE", "")),
        get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
    )
    if method in BODILESS:
        return parts if get("CONTENT_LENGTH", "0") in ("", "0") else None
    if method == "POST" and environ["PATH_INFO"].rstrip("/") == "/sparql":
        body = _small_body(environ)
        return None if body is None else (*parts, get("CONTENT_TYPE", ""), body)
    return None


class Seen:
    """Which requests were made before, by their hashes: the last `most` for certain, up to twice as many at best."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: set[int] = set()
        self._old: set[int] = set()

    def before(self, key: Key) -> bool:
        """Whether a request was made before; from now on it was."""
        number = hash(key)
        if number in self._new or number in self._old:
            return True
        if len(self._new) >= self._most:
            self._old, self._new = self._new, set()
        self._new.add(number)
        return False


def _small_body(environ: WSGIEnvironment) -> bytes | None:
    """The body of a request if it is small and whole; the application can read it still."""
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isascii() and length.isdigit()) or int(length) > MOST_BODY:
        return None
    body: bytes = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return body if len(body) == int(length) else None
