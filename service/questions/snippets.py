"""A question with its values as text to paste elsewhere: curl, Python, R and Excel's Power Query."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

Given = Sequence[tuple[str, str]]
"""The values of a question's parameters in the order of its address."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text for one tool, and what the tool is called."""

    name: str
    title: str
    text: str


def snippets(address: str, given: Given, endpoint: str, query: str) -> tuple[Snippet, ...]:
    """The texts for the question at `address`, and for its query at the SPARQL endpoint."""
    table = f"{address}?{urlencode([*given, ('format', 'csv')])}"
    return (
        Snippet("curl", "curl", _curl(address, given)),
        Snippet("python", "Python (SPARQLWrapper)", _python(endpoint, query)),
        Snippet("r", "R", _r(table)),
        Snippet("powerquery", "Excel Power Query", _power_query(table)),
    )


def _curl(address: str, given: Given) -> str:
    """A command for a POSIX shell that writes the rows as CSV."""
    values = [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in (*given, ("format", "csv"))]
    return " \\\n  ".join([f"curl --silent --show-error --get {shlex.quote(address)}", *values])


def _python(endpoint: str, query: str) -> str:
    """A program that prints each row as a dictionary."""
    return f"""from SPARQLWrapper import JSON, POST, SPARQLWrapper

endpoint = SPARQLWrapper({endpoint!r})
endpoint.setMethod(POST)
endpoint.setReturnFormat(JSON)
endpoint.setQuery({_python_text(query)})
for row in endpoint.queryAndConvert()["results"]["bindings"]:
    print({{name: value["value"] for name, value in row.items()}})
"""


def _python_text(text: str) -> str:
    """A literal of Python: readable lines, unless the text has what would end them."""
    readable = "'''" not in text and not text.endswith(("'", "\\"))
    return f"r'''\n{text.strip()}\n'''" if readable else repr(text)


def _r(table: str) -> str:
    """Two lines of R; the address has no character that R would read otherwise."""
    return f'rows <- read.csv("{table}", fileEncoding = "UTF-8", check.names = FALSE)\nprint(rows)\n'


def _power_query(table: str) -> str:
    """A query in M, Power Query's language."""
    return f"""let
    Source = Csv.Document(
        Web.Contents("{table}"),
        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
    ),
    Rows = Table.PromoteHeaders(Source, [PromoteAllScalars = true])
in
    Rows
"""
