"""A body taken whole from an application, if it is not too long: into memory, or into a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from service.front.files import Body, Files

_NOWHERE = Files(0)


def taken(chunks: Iterable[bytes], most: int, files: Files = _NOWHERE) -> tuple[Iterable[bytes], Body | None]:
    """The whole body, in a file if it is longer than `most`; else all its chunks, of which some are here already."""
    iterator = iter(chunks)
    here: list[bytes] = []
    size = 0
    rest: Iterable[bytes] = ()
    body: Body | None = None
    try:
        for chunk in iterator:
            here.append(chunk)
            size += len(chunk)
            if size > most:
                rest, body = files.put(chain(here, iterator))
                break
        else:
            body = b"".join(here)
    except BaseException:
        _close(chunks)
        raise
    if body is None:
        return _Rest(rest, chunks), None
    _close(chunks)
    return (), body


class _Rest:
    """A body of which the first chunks were taken already."""

    def __init__(self, rest: Iterable[bytes], body: Iterable[bytes]) -> None:
        self._rest = rest
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._rest)

    def close(self) -> None:
        """Let the application know that the body is done with."""
        _close(self._body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
