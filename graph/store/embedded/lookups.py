"""Lookups of one subject, which cannot take long whoever asks: what may be answered without a process of its own."""

from __future__ import annotations

import re

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
        \{{ \s* {_IRI} \s* (?: {_VARIABLE} | {_IRI} ) \s* {_VARIABLE} \s* \.? \s* \}} \s*
    ) (?: \#[^\n\r]* (?: [\n\r] \s* | \Z ) )*""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST = 4096  # characters
_WIDE = f"ASK {{ SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING (COUNT(*) > {MOST_STATEMENTS}) }}"


def is_lookup(query: str) -> bool:
    """Whether a query asks for what is said of one thing, written out, and for nothing else."""
    return len(query) <= _LONGEST and _LOOKUP.fullmatch(query) is not None


class LookupCopy:
    """The union of a store's graphs, to be asked lookups only."""

    def __init__(self, quads: ox.Store, version: str) -> None:
        self._quads = quads
        self.version = version

    @classmethod
    def of_triples(cls, content: bytes, version: str) -> LookupCopy | None:
        """The copy of a version from its triples as N-Triples; None where a lookup might take long after all.

        Blank nodes would be other ones than in the answers of the store, so there may be none.
        """
        if b"_:" in content:
            return None
        quads = ox.Store()
        quads.bulk_load(content, ox.RdfFormat.N_TRIPLES)
        return cls(quads, version) if not quads.query(_WIDE) else None

    def answer(self, query: str, formats: Formats) -> Answer:
        """Answer a lookup."""
        with query_errors():
            result = self._quads.query(query)
            form = FORMS[type(result)]
            if form not in formats:
                raise form_not_offered(form)
            media = formats[form]
            if isinstance(result, ox.QueryTriples):
                content = result.serialize(format=rdf_format(media))
            else:
                content = result.serialize(format=results_format(media))
        return WholeAnswer(form, media, content or b"")
