"""The dataset an update request names (`using-graph-uri`), put into the update's own words: USING clauses."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.sparql_tokens import Token, edited, escaped, tokens, unescaped
from service.http.problem import Problem


def with_dataset(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> str:
    """The update with the graphs as USING clauses of each of its operations that has a WHERE.

    Where the update has a USING or WITH of its own the protocol wants an error (SPARQL 1.1 Protocol, 2.2.3).
    """
    if not default_graphs and not named_graphs:
        return text
    plain = unescaped(text)
    found = list(tokens(plain))
    if any(token.kind == "word" and token.text in ("USING", "WITH") for token in found):
        raise Problem(400, "The update names its own dataset (USING or WITH), and so does the request: only one may.")
    clauses = "".join(
        [f" USING <{name}>" for name in default_graphs] + [f" USING NAMED <{name}>" for name in named_graphs]
    )
    return escaped(edited(plain, ((place, place, f"{clauses} ") for place in _places(found))))


def _places(found: Sequence[Token]) -> list[int]:
    """Where a USING clause may stand: before each WHERE that follows a template; DELETE WHERE reads no dataset."""
    depth, places = 0, []
    previous = ""
    for token in found:
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
        elif depth == 0 and token.kind == "word" and token.text == "WHERE" and previous != "DELETE":
            places.append(token.start)
        previous = token.text
    return places
