"""Reads off a query's text, without parsing it, what an engine does not tell: form, FROM, and that it only reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.store.errors import QuerySyntaxError
from graph.store.formats import Form
from graph.store.sparql_tokens import Token, edited, escaped, tokens, unescaped

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WRITING = frozenset(
    {*("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"), "MODIFY"}
)
_PRAGMA = "DEFINE"  # Virtuoso's own settings, in the text
_BARE = 2  # tokens of a FROM clause without NAMED
FORMS = {"SELECT": Form.BINDINGS, "ASK": Form.BOOLEAN, "CONSTRUCT": Form.GRAPH, "DESCRIBE": Form.GRAPH}


def has_dataset_clause(query: str) -> bool:
    """Whether a query has a FROM or FROM NAMED clause."""
    return has_word(query, "FROM")


def has_word(query: str, keyword: str) -> bool:
    """Whether a keyword stands in a query."""
    plain = unescaped(query)
    return keyword in plain.upper() and keyword in _words(plain)  # the quickest test by far first


def form_of(query: str) -> Form:
    """The form of a query's answer; bindings for a text that is no query, about which the engine will say more."""
    words = (token.text for token in tokens(unescaped(query)) if token.kind == "word")
    return next((FORMS[word] for word in words if word in FORMS), Form.BINDINGS)


def dataset_clause(query: str) -> tuple[list[str], list[str]] | None:
    """The graphs of a query's FROM and of its FROM NAMED clauses; None where one is not written out as an IRI."""
    found = list(tokens(unescaped(query)))
    prefixes = {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.text == "PREFIX" and (word.kind, name.kind, iri.kind) == ("word", "name", "iri")
    }
    default: list[str] = []
    named: list[str] = []
    for clause in _clauses(found):
        graph = clause[-1]
        if graph.kind == "iri":
            iri = graph.text[1:-1]
        else:
            prefix, _, rest = graph.text.partition(":")
            iri = prefixes.get(prefix, "") + rest
        if not _ABSOLUTE.match(iri):
            return None
        (named if len(clause) > _BARE else default).append(iri)
    return default, named


def without_dataset_clause(query: str) -> str:
    """The query without its FROM and FROM NAMED clauses."""
    plain = unescaped(query)
    return escaped(edited(plain, ((clause[0].start, clause[-1].end, " ") for clause in _clauses(list(tokens(plain))))))


def looks_like_update(text: str) -> bool:
    """Whether a text that is no query has a word of updates, bare."""
    return not _WRITING.isdisjoint(_words(unescaped(text)))


def require_query(text: str) -> None:
    """Raise QuerySyntaxError for a text that some engine might take for an update, or for settings of its own.

    Virtuoso carries out an update that is sent to it as a query. None of these words can stand bare in a query, also
    not where it is written with code point escapes.
    """
    words = _words(text) | _words(unescaped(text))
    foreign = sorted(words & {*_WRITING, _PRAGMA})
    if foreign:
        raise QuerySyntaxError(f"Not a SPARQL query: {' and '.join(foreign)} cannot stand in one.")
    if words.isdisjoint(FORMS):
        raise QuerySyntaxError(f"Not a SPARQL query: it has none of {', '.join(FORMS)}.")


def _clauses(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each FROM clause: the word, NAMED where it stands, and the graph's name."""
    for place, token in enumerate(found):
        if token.kind == "word" and token.text == "FROM":
            following = found[place + 1 : place + 2]
            is_named = bool(following) and (following[0].kind, following[0].text) == ("word", "NAMED")
            clause = found[place : place + _BARE + is_named]
            if len(clause) == _BARE + is_named and clause[-1].kind in ("iri", "name"):
                yield clause


def _words(text: str) -> set[str]:
    return {token.text for token in tokens(text) if token.kind == "word"}
