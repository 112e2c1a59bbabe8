"""Answers that are taken whole into this process, because a page or a table is made of them here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from graph.store.answer import Answer
from service.http.problem import Problem
from service.process.streams import Streams

MOST_BYTES = 32 * 1024 * 1024  # of SPARQL JSON or Turtle; about 150,000 rows of three columns
FEW_BYTES = 1024 * 1024  # what is made of so much takes no room to speak of


@contextmanager
def held(answer: Answer, label: str, room: Streams) -> Iterator[bytes]:
    """The whole answer as long as something is made of it, which takes many times as much memory.

    Of long ones only so many are held as there is room for: Busy for one more, and a Problem that says what to take
    instead of `label` where one is too long.
    """
    with ExitStack() as taken:
        chunks: list[bytes] = []
        size = 0
        for chunk in answer:
            if size <= FEW_BYTES < size + len(chunk):
                taken.enter_context(room.making())
            size += len(chunk)
            if size > MOST_BYTES:
                raise Problem(403, f"The answer is too long for {label}; take another format, or add a LIMIT.")
            chunks.append(chunk)
        yield b"".join(chunks)
