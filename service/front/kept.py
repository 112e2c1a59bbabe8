"""Answers that may be given again, and the room where they are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cachetools import LRUCache
from werkzeug.http import parse_etags, remove_entity_headers

from service.front.files import Body
from service.front.keys import Key
from service.front.language_cookie import may_choose
from service.front.observation import Headers
from service.sparql.answers import WHOLE_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ENTRY_OVERHEAD = 2048  # bytes that key and headers take, about

# What a kept answer may depend on: the parts of a key.
_VARYING = frozenset({"accept", "accept-encoding", "accept-language"})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of status 200: its headers, its tag and its body."""

    headers: Headers
    tag: str | None
    body: Body
    is_final: bool  # short, and nothing in front adds to it, as a cookie for the language that an address chooses

    def told(self, environ: WSGIEnvironment) -> tuple[int, Headers, Body]:
        """It as the answer to a request, or 304 where the client has it."""
        given = environ.get("HTTP_IF_NONE_MATCH")
        if given is not None and self.tag is not None and parse_etags(given).contains_raw(self.tag):
            unchanged = list(self.headers)
            remove_entity_headers(unchanged)
            return 304, unchanged, b""
        return 200, self.headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body


class Answers(LRUCache[Key, Kept]):
    """The answers that are kept, each also in a plain dictionary that may be read without a lock."""

    def __init__(self, most_bytes: int, room_of: Callable[[int], int]) -> None:
        """`room_of` tells how much of the room a body of a length takes."""
        self.at_hand: dict[Key, Kept] = {}
        super().__init__(most_bytes, getsizeof=lambda kept: room_of(len(kept.body)))

    def __setitem__(self, key: Key, kept: Kept) -> None:
        super().__setitem__(key, kept)
        self.at_hand[key] = kept

    def __delitem__(self, key: Key) -> None:
        super().__delitem__(key)
        self.at_hand.pop(key, None)


def may_be_kept(headers: Headers) -> bool:
    """Whether an answer is one for everybody who asks the same."""
    for name, value in headers:
        lowered = name.lower()
        if lowered == "set-cookie" or (lowered == "cache-control" and ("no-store" in value or "private" in value)):
            return False
        if lowered == "vary" and not {part.strip().lower() for part in value.split(",")} <= _VARYING:
            return False
    return True


def kept_answer(headers: Headers, body: Body, environ: WSGIEnvironment) -> Kept:
    """The answer as it is sent again, with its length."""
    told = [(name, value) for name, value in headers if name.lower() != "content-length"]
    tag = next((value for name, value in told if name.lower() == "etag"), None)
    is_final = len(body) <= WHOLE_BYTES and isinstance(body, bytes) and not may_choose(environ["QUERY_STRING"])
    return Kept([*told, ("Content-Length", str(len(body)))], tag, body, is_final)


def room_in_memory(size: int) -> int:
    """How much of the room in memory a body of a length takes."""
    return size + ENTRY_OVERHEAD
