"""Reads off a query's text, without parsing it, what an engine does not tell: its form, and whether it has a FROM."""

from __future__ import annotations

import re

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
_FROM = re.compile(r"(?<!\w)FROM(?!\w)", re.IGNORECASE)
_FORM = re.compile(r"(?<!\w)(SELECT|ASK|CONSTRUCT|DESCRIBE)(?!\w)", re.IGNORECASE)
_FORMS = {"SELECT": Form.BINDINGS, "ASK": Form.BOOLEAN, "CONSTRUCT": Form.GRAPH, "DESCRIBE": Form.GRAPH}


def has_dataset_clause(query: str) -> bool:
    """Whether a query has a FROM or FROM NAMED clause."""
    return _FROM.search(query) is not None and _FROM.search(_NOT_A_KEYWORD.sub(" ", query)) is not None


def form_of(query: str) -> Form:
    """The form of a query's answer; bindings for a text that is no query, about which the engine will say more."""
    found = _FORM.search(_NOT_A_KEYWORD.sub(" ", query))
    return _FORMS[found[1].upper()] if found else Form.BINDINGS
