"""Lookups of one subject, which cannot take long whoever asks: what may be answered without a process of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol, cast

import pyoxigraph as ox

from graph.store.answer import Answer, WholeAnswer
from graph.store.embedded.reading import FORMS, form_not_offered
from graph.store.embedded.subject_table import MOST_STATEMENTS, PREDICATE_ENDS, STATEMENT_ENDS, TOO_MUCH, SubjectTable
from graph.store.embedded.terms import rdf_format, results_format
from graph.store.engine_errors import query_errors
from graph.store.formats import Form, Format, Formats

_IRI = r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*"
_VARIABLE = r"[A-Za-z_][A-Za-z0-9_]*"
_LOOKUP = re.compile(
    rf"""\s* (?: (?ai:DESCRIBE) \s* < (?P<described> {_IRI} ) > \s*
      | (?ai:SELECT) \s+ (?: (?ai:DISTINCT) \s+ )?
        (?: \* | \? (?P<first> {_VARIABLE} ) (?: \s+ \? (?P<second> {_VARIABLE} ) )? ) \s*
        (?: (?ai:WHERE) \s* )? (?P<group> \{{ \s* < (?P<subject> {_IRI} ) > \s*
          (?: \? (?P<predicate> {_VARIABLE} ) | < (?P<stated> {_IRI} ) > ) \s* \? (?P<object> {_VARIABLE} ) \s*
        \.? \s* \}} ) \s*
    ) (?: \#[^\n\r]* (?: [\n\r] \s* | \Z ) )*""",
    re.VERBOSE,
)
_LONGEST = 4096  # characters
_BLANK = b'"type":"bnode"'
_LEAST_ROW = 2  # bytes that a row takes in the shortest format, CSV with one empty value


class Lookups(Protocol):
    """The union of a store's graphs at one version, to be asked lookups only."""

    @property
    def version(self) -> str:
        """The version."""
        ...

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """Answer a lookup; None for any other query, and where it would not be bounded."""
        ...


class TableLookups:
    """A table by subject. What is asked most is put together from its text, all else by the engine from one subject."""

    def __init__(self, table: SubjectTable, version: str) -> None:
        self._table = table
        self.version = version

    def answer(self, query: str, formats: Formats) -> Answer | None:
        """Answer a lookup; None for any other query, and for a thing of very many statements."""
        parsed = _parsed(query)
        if parsed is None:
            return None
        subject = parsed["subject"] or parsed["described"]
        said = self._table.statements(subject.encode())
        if said == TOO_MUCH:
            return None
        if said is None:
            said = b""
        elif (media := formats.get(Form.BINDINGS)) and (content := _put_together(parsed, said)) is not None:
            return WholeAnswer(Form.BINDINGS, media, _written(content, media))
        if parsed["described"] and _BLANK in said:
            return None  # what is said of a blank node describes the thing too
        return _answered(_graph(subject, said), query, formats)


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
    """A query that asks for what is said of one thing, written out, and for nothing else; None for any other."""
    return _LOOKUP.fullmatch(query) if len(query) <= _LONGEST else None


def _put_together(parsed: re.Match[str], said: bytes) -> bytes | None:
    """The rows of `SELECT ?p ?o { <thing> ?p ?o }`, whatever its variables are called; None for any other lookup."""
    predicate, value, first, second = parsed.group("predicate", "object", "first", "second")
    if predicate is None or predicate == value:
        return None
    if first is None:
        first, second = sorted((predicate, value))
    if (first, second) not in ((predicate, value), (value, predicate)):
        return None
    return _results((first, second), (predicate, value), said)


def _results(columns: tuple[str, str], names: tuple[str, str], said: bytes) -> bytes:
    """The JSON results of a thing's statements, with the names that predicates and objects have in them."""
    before, between = f'{{"{names[0]}":'.encode(), f',"{names[1]}":'.encode()
    rows = said.replace(PREDICATE_ENDS, between).replace(STATEMENT_ENDS, b"}," + before)
    head = f'{{"head":{{"vars":["{columns[0]}","{columns[1]}"]}},"results":{{"bindings":['.encode()
    return b"".join((head, before, rows, b"}]}}"))


def _written(results: bytes, media: Format) -> bytes:
    """JSON results in a format."""
    if media is Format.JSON:
        return results
    parsed = ox.parse_query_results(results, ox.QueryResultsFormat.JSON)
    return parsed.serialize(format=results_format(media)) or b""


def _graph(subject: str, said: bytes) -> ox.Store:
    """What is said of a thing, for the engine."""
    graph = ox.Store()
    if said:
        thing = ox.NamedNode(subject)
        rows = ox.parse_query_results(_results(("p", "o"), ("p", "o"), said), ox.QueryResultsFormat.JSON)
        graph.extend(ox.Quad(thing, predicate, value) for predicate, value in cast("ox.QuerySolutions", rows))
    return graph


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
