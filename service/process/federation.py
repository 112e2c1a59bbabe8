"""SERVICE of endpoints that may be asked: they are asked here, and their rows put in the clause's place (VALUES).

The processes that answer queries can open no connection. What an endpoint answers joins the rest of the query as the
inline data would (SPARQL 1.1 Federated Query, 2.4), so the engine need not know where it is from.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graph.store.answer import Cell, Table
from graph.store.elsewhere import Elsewhere
from graph.store.errors import DataSyntaxError, QueryTimeout, QueryTooLarge, ServerFailed, StoreError
from graph.store.query_text import FORMS
from graph.store.sparql_text import iri_text, literal_text
from graph.store.sparql_tokens import Ambiguous, Edit, Token, edited, escaped, legible, tokens, unescaped
from service.http.problem import Problem
from service.process.streams import Room

MOST_TEXT = 4_000_000  # characters of all rows that are put into a query
_VARIABLE = re.compile(r"\w+")
_BLANK = "urn:x-plangraph:blank:"  # a blank node of another has a name here, for inline data has none


@dataclass(frozen=True, slots=True)
class _Clause:
    """A SERVICE clause: where it stands, whom it asks what, and whether its failure is passed over."""

    start: int
    end: int
    target: str
    pattern: str
    is_silent: bool


class Federation:
    """The endpoints that queries may ask, so many at once."""

    def __init__(self, endpoints: Mapping[str, Elsewhere], most: int) -> None:
        self._endpoints = endpoints
        self._room = Room(most)

    def joined(self, text: str, seconds: float) -> tuple[str, float]:
        """A query without the clauses whose endpoints are on the list, and how many of the seconds are left.

        Any other SERVICE stays as it is, for `outbound` to close. Raises what the endpoint's failure means, unless the
        clause is SILENT.
        """
        if not self._endpoints or "SERVICE" not in unescaped(text).upper():
            return text, seconds
        try:
            plain = legible(text)
        except Ambiguous as error:
            raise Problem(400, str(error)) from error
        found = list(tokens(plain))
        prologue = plain[: next((token.start for token in found if token.kind == "word" and token.text in FORMS), 0)]
        over = time.monotonic() + seconds
        edits: list[Edit] = []
        length = 0
        for clause in _clauses(plain, found):
            if (endpoint := self._endpoints.get(clause.target)) is not None:
                query = escaped(f"{prologue}SELECT * {clause.pattern}")
                rows = self._rows(endpoint, query, over, is_silent=clause.is_silent)
                length += len(rows)
                if length > MOST_TEXT:
                    raise QueryTooLarge(f"{clause.target} has more rows for this query than fit in it; ask for fewer.")
                edits.append((clause.start, clause.end, unescaped(rows)))  # as the text around it is now
        return (escaped(edited(plain, edits)) if edits else text), _left(over)

    def close(self) -> None:
        """Close the connections that are kept."""
        for endpoint in self._endpoints.values():
            endpoint.close()

    def _rows(self, endpoint: Elsewhere, query: str, over: float, *, is_silent: bool) -> str:
        """What stands in a clause's place; one solution without bindings where it fails in silence."""
        with self._room.taken("As many endpoints of others are asked as may be at once; try again a little later."):
            try:
                return _inline(endpoint.iri, endpoint.ask(query, _left(over)))
            except StoreError:
                if is_silent:
                    return "{ }"
                raise


def _left(over: float) -> float:
    """The seconds until then; raises QueryTimeout where there are none."""
    left = over - time.monotonic()
    if left <= 0:
        raise QueryTimeout("The endpoints that the query asks took all of its time.")
    return left


def _clauses(plain: str, found: Sequence[Token]) -> Iterator[_Clause]:
    """The SERVICE clauses that name their endpoint by its IRI, the outermost of nested ones."""
    after = 0
    for place, token in enumerate(found):
        if place < after or token.kind != "word" or token.text != "SERVICE":
            continue
        is_silent = found[place + 1 : place + 2] != [] and found[place + 1].text == "SILENT"
        head = place + 1 + is_silent
        if len(found) <= head + 1 or found[head].kind != "iri" or found[head + 1].text != "{":
            continue
        end = _closing(found, head + 1)
        if end is None:
            return
        after = end
        pattern = plain[found[head + 1].start : found[end].end]
        yield _Clause(token.start, found[end].end, found[head].text[1:-1], pattern, is_silent)


def _closing(found: Sequence[Token], opening: int) -> int | None:
    """The place of the bracket that closes this one."""
    depth = 0
    for place in range(opening, len(found)):
        if found[place].kind == "mark" and found[place].text in "{}":
            depth += 1 if found[place].text == "{" else -1
            if depth == 0:
                return place
    return None


def _inline(iri: str, table: Table) -> str:
    """A group of inline data with these rows; raises ServerFailed where they are none that SPARQL has."""
    if not all(map(_VARIABLE.fullmatch, table.variables)):
        raise ServerFailed(f"{iri} sent rows of variables whose names cannot be.")
    try:
        rows = " ".join(f"({' '.join(_term(iri, cell) for cell in row)})" for row in table.rows)
    except DataSyntaxError as error:
        raise ServerFailed(f"{iri} sent what is no RDF term: {error}") from error
    return f"{{ VALUES ({' '.join(f'?{name}' for name in table.variables)}) {{ {rows} }} }}"


def _term(iri: str, cell: Cell | None) -> str:
    if cell is None:
        return "UNDEF"
    if cell.kind == "uri":
        return iri_text(cell.value)
    if cell.kind == "bnode":
        return iri_text(f"{_BLANK}{quote(iri, safe='')}:{quote(cell.value, safe='')}")
    return literal_text(cell.value, cell.datatype, cell.language)
