"""A body taken whole from an application, if it is not too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain


def taken(chunks: Iterable[bytes], most: int) -> tuple[Iterable[bytes], bytes | None]:
    """The whole body if it is not too long, else all its chunks, of which some are here already."""
    iterator = iter(chunks)
    here: list[bytes] = []
    size = 0
    whole = False
    try:
        for chunk in iterator:
            here.append(chunk)
            size += len(chunk)
            if size > most:
                return _Rest(here, iterator, chunks), None
        whole = True
        return [], b"".join(here)
    finally:
        if size <= most or whole:
            _close(chunks)


class _Rest:
    """A body of which the first chunks were taken already."""

    def __init__(self, here: list[bytes], rest: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._all = chain(here, rest)
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._all

    def close(self) -> None:
        """Let the application know that the body is done with."""
        _close(self._body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
