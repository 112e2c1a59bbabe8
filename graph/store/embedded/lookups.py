"""Lookups of one subject, which cannot take long whoever asks: what may be answered without a process of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graph.store.answer import Answer, WholeAnswer
from graph.store.embedded.reading import FORMS, form_not_offered
from graph.store.embedded.terms import rdf_format, results_format
from graph.store.engine_errors import query_errors
from graph.store.formats import Formats

MOST_STATEMENTS = 5000  # of one subject

_IRI = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*>"
_VARIABLE = r"\?[A-Za-z_][A-Za-z0-9_]*"
_LOOKUP = re.compile(
    rf"""\s* (?: DESCRIBE \s* {_IRI} \s*
      | SELECT \s+ (?:DISTINCT \s+)? (?: \* | {_VARIABLE} (?: \s+ {_VARIABLE} )? ) \s* (?: WHERE \s* )?
        (?P<group> \{{ \s* {_IRI} \s* (?: {_VARIABLE} | {_IRI} ) \s* {_VARIABLE} \s* \.? \s* \}} ) \s*
    ) (?: \#[^\n\r]* (?: [\n\r] \s* | \Z ) )*""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 4096  # characters
_WIDE = f"ASK {{ SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING (COUNT(*) > {MOST_STATEMENTS}) }}"
_LEAST_ROW = 2  # bytes that a row takes in the shortest format, CSV with one empty value


def is_lookup(query: str) -> bool:
    """Whether a query asks for what is said of one thing, written out, and for nothing else."""
    return _parsed(query) is not None


class LookupCopy(Protocol):
    """The union of a store's graphs at one version, to be asked lookups only."""

    @property
    def version(self) -> str:
        """The version."""
        ...

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """Answer a lookup; None for any other query, and where it would not be bounded."""
        ...


class MemoryLookups:
    """A copy in memory, of a small store."""

    def __init__(self, quads: ox.Store, version: str) -> None:
        self._quads = quads
        self.version = version

    @classmethod
    def of_triples(cls, content: bytes, version: str) -> MemoryLookups | None:
        """The copy of a version from its triples as N-Triples; None where a lookup might take long after all.

        Blank nodes would be other ones than in the answers of the store, so there may be none.
        """
        if b"_:" in content:
            return None
        quads = ox.Store()
        quads.bulk_load(content, ox.RdfFormat.N_TRIPLES)
        return cls(quads, version) if not quads.query(_WIDE) else None

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """Answer a lookup; None for any other query."""
        return _answered(self._quads, query, formats) if is_lookup(query) else None


class DiskLookups:
    """A checkpoint of a store of any size, read where it lies."""

    def __init__(self, quads: Path, version: str) -> None:
        with query_errors():
            self._quads = ox.Store.read_only(str(quads))
        self.version = version

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """Answer a SELECT of one thing; None for any other query, and for a thing of very many statements.

        What several graphs state is one statement of their union, but as many for the engine.
        """
        parsed = _parsed(query)
        if parsed is None or (group := parsed["group"]) is None:
            return None
        once = f"{{ SELECT DISTINCT * {group} LIMIT {MOST_STATEMENTS + 1} }}"
        text = f"{query[: parsed.start('group')]}{once}{query[parsed.end('group') :]}"
        answer = _answered(self._quads, text, formats, union=True)
        return answer if len(answer.read()) < _LEAST_ROW * MOST_STATEMENTS or self._is_bounded(group) else None

    def _is_bounded(self, group: str) -> bool:
        return not self._quads.query(
            f"ASK {{ SELECT DISTINCT * {group} OFFSET {MOST_STATEMENTS} LIMIT 1 }}", use_default_graph_as_union=True
        )


def _parsed(query: str) -> re.Match[str] | None:
    return _LOOKUP.fullmatch(query) if len(query) <= _LONGEST else None


def _answered(quads: ox.Store, query: str, formats: Formats, *, union: bool = False) -> Answer:
    with query_errors():
        result = quads.query(query, use_default_graph_as_union=union)
        form = FORMS[type(result)]
        if form not in formats:
            raise form_not_offered(form)
        media = formats[form]
        if isinstance(result, ox.QueryTriples):
            content = result.serialize(format=rdf_format(media))
        else:
            content = result.serialize(format=results_format(media))
    return WholeAnswer(form, media, content or b"")
