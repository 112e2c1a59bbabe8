"""Tells whether a query names its own dataset, without parsing it: FROM as a word of its own."""

from __future__ import annotations

import re

# What may hold the letters FROM and is no keyword: strings, IRIs, comments, variables, prefixed names, language tags.
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


def has_dataset_clause(query: str) -> bool:
    """Whether a query has a FROM or FROM NAMED clause."""
    return _FROM.search(query) is not None and _FROM.search(_NOT_A_KEYWORD.sub(" ", query)) is not None
