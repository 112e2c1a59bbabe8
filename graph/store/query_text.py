"""Reads off a query's text, without parsing it, what an engine does not tell: form, FROM, and that it only reads."""

from __future__ import annotations

import re

from graph.store.errors import QuerySyntaxError
from graph.store.formats import Form

# What may hold the letters of a keyword and is none: strings, IRIs, comments, variables, prefixed names, language tags.
_NOT_A_KEYWORD = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*"""'
    r"|'''(?:[^\\']|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|\#[^\n\r]*"
    r"|[?$@][\w-]+"
    r"|[\w.-]*:[\w.:%-]*",
    re.DOTALL,
)
_GAP = r"(?:\s|\#[^\n\r]*[\n\r])*"
_CLAUSE = re.compile(
    rf"(?P<else>{_NOT_A_KEYWORD.pattern})|(?<!\w)FROM{_GAP}(?P<named>NAMED{_GAP})?(?P<graph><[^>]*>|[\w.-]*:[\w.:%-]*)",
    re.DOTALL | re.IGNORECASE,
)
_PREFIX = re.compile(
    rf"(?<!\w)PREFIX{_GAP}(?P<prefix>[\w.-]*):{_GAP}<(?P<iri>[^>]*)>|(?:{_NOT_A_KEYWORD.pattern})",
    re.DOTALL | re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FROM = re.compile(r"(?<!\w)FROM(?!\w)", re.IGNORECASE)
_FORM = re.compile(r"(?<!\w)(SELECT|ASK|CONSTRUCT|DESCRIBE)(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"(?<!\w)[A-Za-z]+(?!\w)")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(0010[0-9A-Fa-f]{4}|000[0-9A-Fa-f]{5})")
_WRITING = frozenset(
    {*("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"), "MODIFY"}
)
_PRAGMA = "DEFINE"  # Virtuoso's own settings, in the text
_FORMS = {"SELECT": Form.BINDINGS, "ASK": Form.BOOLEAN, "CONSTRUCT": Form.GRAPH, "DESCRIBE": Form.GRAPH}


def has_dataset_clause(query: str) -> bool:
    """Whether a query has a FROM or FROM NAMED clause."""
    if "from" not in query and "FROM" not in query and "from" not in query.lower():  # the quickest test by far
        return False
    return _FROM.search(query) is not None and _FROM.search(_NOT_A_KEYWORD.sub(" ", query)) is not None


def has_word(query: str, keyword: str) -> bool:
    """Whether a keyword stands in a query."""
    return keyword in query.upper() and keyword in _words(query)


def form_of(query: str) -> Form:
    """The form of a query's answer; bindings for a text that is no query, about which the engine will say more."""
    found = _FORM.search(_NOT_A_KEYWORD.sub(" ", query))
    return _FORMS[found[1].upper()] if found else Form.BINDINGS


def dataset_clause(query: str) -> tuple[list[str], list[str]] | None:
    """The graphs of a query's FROM and of its FROM NAMED clauses; None where one is not written out as an IRI."""
    named: list[str] = []
    default: list[str] = []
    prefixes = {found["prefix"]: found["iri"] for found in _PREFIX.finditer(query) if found["prefix"] is not None}
    for found in _CLAUSE.finditer(query):
        if found["else"]:
            continue
        name = found["graph"]
        if name.startswith("<"):
            iri = name[1:-1]
        else:
            prefix, _, rest = name.partition(":")
            iri = prefixes.get(prefix, "") + rest
        if not _ABSOLUTE.match(iri):
            return None
        (named if found["named"] else default).append(iri)
    return default, named


def without_dataset_clause(query: str) -> str:
    """The query without its FROM and FROM NAMED clauses."""
    return _CLAUSE.sub(lambda found: found["else"] or " ", query)


def require_query(text: str) -> None:
    """Raise QuerySyntaxError for a text that some engine might take for an update, or for settings of its own.

    Virtuoso carries out an update that is sent to it as a query. None of these words can stand bare in a query, also
    not where it is written with code point escapes.
    """
    plain = _CODE_POINT.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    words = _words(text) | _words(plain)
    foreign = sorted(words & {*_WRITING, _PRAGMA})
    if foreign:
        raise QuerySyntaxError(f"Not a SPARQL query: {' and '.join(foreign)} cannot stand in one.")
    if words.isdisjoint(_FORMS):
        raise QuerySyntaxError(f"Not a SPARQL query: it has none of {', '.join(_FORMS)}.")


def _words(text: str) -> set[str]:
    return {word.upper() for word in _WORD.findall(_NOT_A_KEYWORD.sub(" ", text))}
