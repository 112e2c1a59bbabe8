"""Which graphs an update may write, told from its words: exactly where that is certain, else all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.store.sparql_tokens import escaped, legible, tokens
from graph.store.token_cursor import TokenCursor, Uncertain
from graph.store.update_operations import Graph, Operations, Things

_CHANCE = frozenset({"RAND", "UUID", "STRUUID", "NOW", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT"})
_NAMING = ("IRI", "URI", "/PLAN/", "GRAPH/")  # what an update needs to name a plan's graph that is not there yet


@dataclass(frozen=True, slots=True)
class Scope:
    """What an update may write and read."""

    text: str  # what an engine is to be given: it reads this as we did
    written: Mapping[Graph, Things]
    everywhere: bool  # whether any graph may be written, so that `written` says nothing
    named: frozenset[str]  # every IRI in the text: whatever graphs it reads by name are among them
    reads_any: bool  # whether it may read graphs that it does not name
    by_chance: bool  # whether it may do something else each time
    may_name_plan: bool  # whether it could name a plan's graph of which the store knows nothing


def read_scope(text: str, using: Iterable[str] = ()) -> Scope:
    """What an update may write and read; whatever is not followed for certain is taken for everything.

    `using` are the graphs that the request names for it to read. Raises `sparql_tokens.Ambiguous`.
    """
    plain = legible(text)
    found = list(tokens(plain))
    operations = Operations(TokenCursor(found))
    try:
        operations.read()
        certain = True
    except Uncertain:
        certain = False
    return Scope(
        text=escaped(plain),
        written=operations.written,
        everywhere=not certain,
        named=frozenset(operations.named) | frozenset(using),
        reads_any=not certain or operations.reads_any,
        by_chance=any(token.kind == "word" and token.text in _CHANCE for token in found),
        may_name_plan=any(word in plain.upper() for word in _NAMING),
    )
