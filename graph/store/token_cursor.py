"""A place among the tokens of a SPARQL text, which a reader of its grammar moves on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.store.sparql_tokens import Token


class Uncertain(Exception):
    """The text goes on in a way that is not followed here."""


@dataclass
class TokenCursor:
    """Tokens, and which of them comes next; raises Uncertain where another comes than must, or none."""

    found: Sequence[Token]
    place: int = 0

    @property
    def is_at_end(self) -> bool:
        """Whether all were read."""
        return self.place >= len(self.found)

    def peek(self) -> Token:
        """The next token, which stays the next."""
        if self.is_at_end:
            raise Uncertain
        return self.found[self.place]

    def next(self) -> Token:
        """The next token, and on to the one after it."""
        token = self.peek()
        self.place += 1
        return token

    def take(self, kind: str) -> Token:
        """The next token, which must be of this kind."""
        token = self.next()
        if token.kind != kind:
            raise Uncertain
        return token

    def word(self) -> str:
        """The next token, which must be a word, in capitals."""
        return self.take("word").text

    def expect(self, text: str) -> None:
        """Go past this word or mark, which must come next."""
        token = self.next()
        if token.text != text or token.kind not in ("word", "mark"):
            raise Uncertain

    def is_mark(self, mark: str) -> bool:
        """Whether this mark comes next; something must."""
        token = self.peek()
        return token.kind == "mark" and token.text == mark

    def is_word(self, *words: str) -> bool:
        """Whether one of these words comes next."""
        return not self.is_at_end and self.found[self.place].kind == "word" and self.found[self.place].text in words

    def passes(self, *words: str) -> bool:
        """Whether one of these words came next, and go past it."""
        is_next = self.is_word(*words)
        self.place += is_next
        return is_next
