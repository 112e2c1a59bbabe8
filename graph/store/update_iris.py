"""The IRIs of an update as any engine resolves them; uncertain where a base may make others of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.store.sparql_tokens import Token
from graph.store.token_cursor import Uncertain

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]*")
_DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")  # a base makes an engine take them out


@dataclass
class Prefixes:
    """What the prologue has declared so far."""

    known: dict[str, str] = field(default_factory=dict)

    def declare(self, prefix: Token, iri: Token) -> None:
        """Note what a prefix stands for; raises Uncertain where that is no prefix, or no absolute IRI."""
        if not prefix.text.endswith(":"):
            raise Uncertain
        self.known[prefix.text] = _absolute(iri.text[1:-1])

    def iri(self, token: Token) -> str:
        """The IRI that a token names, or the blank node; raises Uncertain where a base or nothing tells which."""
        if token.kind == "iri":
            return _absolute(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if prefix == "_":
            return token.text
        if f"{prefix}:" not in self.known:
            raise Uncertain
        return _absolute(self.known[f"{prefix}:"] + local.replace("\\", ""))


def _absolute(iri: str) -> str:
    """The IRI, if no base can change it."""
    if not _ABSOLUTE.fullmatch(iri) or _DOTS.search(iri):
        raise Uncertain
    return iri
