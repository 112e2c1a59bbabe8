"""No way out: SERVICE and LOAD never make this service fetch anything, whatever the engine would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.store.answer import Answer
from graph.store.errors import QueryFailed
from graph.store.sparql_tokens import Ambiguous, Edit, edited, escaped, legible, tokens, unescaped
from service.http.problem import Problem

_NOWHERE = "<urn:plangraph:not-reached>"  # no address, so that no engine can fetch it
_REACHING = ("SERVICE", "LOAD")


@dataclass(frozen=True, slots=True)
class Closed:
    """A query or update none of whose targets can be reached, and the keywords that are not SILENT about it."""

    text: str
    loud: tuple[str, ...]

    def refuse(self) -> None:
        """Answer 403 where something was to be fetched and its failure not to be passed over.

        Called once the engine has parsed the text, so that a syntax error is told as one.
        """
        if self.loud:
            told = "this service fetches nothing from other addresses; its operator may name endpoints"
            raise Problem(403, f"{' and '.join(self.loud)}: {told}.")

    def answered(self, ask: Callable[[], Answer]) -> Answer:
        """What the engine is asked and answers, unless something was to be fetched: then 403."""
        try:
            answer = ask()
        except QueryFailed:  # an engine that evaluates at once has found that it reaches nobody
            self.refuse()
            raise
        self.refuse()
        return answer


def closed(text: str) -> Closed:
    """The text with every target of SERVICE and LOAD replaced by one that no engine can fetch.

    Oxigraph has an HTTP client and no switch for it (measured: SERVICE and LOAD reach a loopback listener).
    """
    capitals = unescaped(text).upper()
    if not any(word in capitals for word in _REACHING):  # nowhere, however the text is read
        return Closed(text, ())
    try:
        plain = legible(text)
    except Ambiguous as error:
        raise Problem(400, str(error)) from error
    loud: list[str] = []
    edits: list[Edit] = []
    keyword, awaits_target, may_be_silent = "", False, False
    for token in tokens(plain):
        if may_be_silent:
            may_be_silent = False
            if token.text == "SILENT":
                continue
            loud.append(keyword)
        if awaits_target and token.kind in ("iri", "name", "variable"):
            edits.append((token.start, token.end, _NOWHERE))
        awaits_target = False
        if token.kind == "word" and token.text in _REACHING:
            keyword, awaits_target, may_be_silent = token.text, True, True
    if may_be_silent:
        loud.append(keyword)
    return Closed(escaped(edited(plain, edits)), tuple(dict.fromkeys(loud)))
