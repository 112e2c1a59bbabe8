"""No way out: SERVICE and LOAD never make this service fetch anything, whatever the engine would do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.store.errors import QueryFailed
from service.problems import Problem
from service.sparql_tokens import Token, tokens, unescaped

_NOWHERE = "<urn:plangraph:not-reached>"  # no address, so that no engine can fetch it
_REACHING = ("SERVICE", "LOAD")


@dataclass(frozen=True, slots=True)
class Closed:
    """A query or update none of whose targets can be reached, and which keywords had one."""

    text: str
    keywords: tuple[str, ...]

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Answer 403 where the engine fails for want of a target.

        It still sees the text, so that a syntax error is one, and what is SILENT fails quietly, as the standard wants.
        """
        try:
            yield
        except QueryFailed as error:
            if not self.keywords:
                raise
            raise Problem(
                403, f"{' and '.join(self.keywords)} fetch nothing here: this service asks no other address."
            ) from error


def closed(text: str) -> Closed:
    """The text with every target of SERVICE and LOAD replaced by one that no engine can fetch.

    Oxigraph has an HTTP client and no switch for it (measured: SERVICE and LOAD reach a loopback listener).
    """
    plain = unescaped(text)
    if not any(word in plain.upper() for word in _REACHING):
        return Closed(text, ())
    found = list(tokens(plain))
    reaching = [index for index, token in enumerate(found) if token.kind == "word" and token.text in _REACHING]
    for index in reversed(reaching):
        target = _target(found, index)
        if target is not None:
            plain = plain[: target.start] + _NOWHERE + plain[target.end :]
    return Closed(plain, tuple(dict.fromkeys(found[index].text for index in reaching)))


def _target(found: list[Token], index: int) -> Token | None:
    """What the SERVICE or LOAD at `index` would fetch; None where the grammar has nothing to fetch there."""
    after = found[index + 1 : index + 3]
    if after and after[0].kind == "word" and after[0].text == "SILENT":
        after = after[1:]
    return after[0] if after and after[0].kind in ("iri", "name", "variable") else None
