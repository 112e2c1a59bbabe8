"""The index: what can be found as of one version of the data, on disk or in memory, changed as a whole."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import NamedTuple

from tantivy import Document, Index, IndexWriter, Occur, Query, Searcher, TextAnalyzerBuilder, Tokenizer

from graph.model import PlanError
from queries.search.alphabet import Alphabet
from queries.search.documents import WORDS, Field, kept_json, kept_thing, schema, sentence_document, thing_document
from queries.search.found import Kind, Sentence, Thing

FORMAT = "2"  # of the folder's content; another one is made anew
_HEAP = 48 * 1024 * 1024  # bytes that adding may take before a part is written
_STATE = "whole"
_GRAPH_STATE = "graph"

NO_GRAPH = "-"  # what stands in a graph's place for things that are in none; no IRI is so

log = logging.getLogger("plangraph")


class IndexBusy(PlanError):
    """Another process is changing the index just now."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What can be found at one moment; it stays as it is while the index changes.

    `version` is that of the data; None where it is not known, or where the index is not complete yet. `edition`
    is that of the things that are in no graph.
    """

    searcher: Searcher
    version: str | None
    edition: str
    made: float  # when it was made, in seconds since 1970
    complete: bool
    alphabet: Alphabet


class GraphState(NamedTuple):
    """The graph that was put in: its version, where that was known, and its fingerprint."""

    version: str | None
    fingerprint: str


class SearchIndex:
    """An index in a folder of its own, or in memory. Searching needs no lock; one process at a time changes it."""

    def __init__(self, folder: Path | None = None) -> None:
        self._schema = schema()
        self._place = None if folder is None else folder / f"format-{FORMAT}"
        self._index = self._open(folder)
        self._snapshot = self._read()

    @property
    def snapshot(self) -> Snapshot | None:
        """What can be found now; None before anything was put in."""
        return self._snapshot

    def reread(self) -> None:
        """Take note of what another process put in."""
        self._snapshot = self._read()

    def kept_bytes(self) -> int:
        """How much its files take; nothing for an index in memory."""
        return 0 if self._place is None else sum(_file_bytes(path) for path in self._place.glob("*"))

    def things_of(self, graph: str) -> list[str]:
        """The IRIs of the things that were put in for a graph."""
        if self._snapshot is None:
            return []
        searcher = self._snapshot.searcher
        of_graph = Query.term_query(self._schema, Field.GRAPH, graph)
        sentences = Query.term_query(self._schema, Field.KIND, Kind.SENTENCE)
        query = Query.boolean_query([(Occur.Must, of_graph), (Occur.MustNot, sentences)])
        found = searcher.search(query, limit=max(1, searcher.num_docs), count=False).hits
        return [kept_thing(searcher.doc(address)).iri for _, address in found]

    def graphs(self) -> dict[str, GraphState]:
        """The graphs that were put in."""
        if self._snapshot is None:
            return {}
        searcher = self._snapshot.searcher
        query = Query.term_query(self._schema, Field.STATE, _GRAPH_STATE)
        found = searcher.search(query, limit=max(1, searcher.num_docs), count=False).hits
        contents = (kept_json(searcher.doc(address)) for _, address in found)
        return {content["graph"]: GraphState(content["version"], content["fingerprint"]) for content in contents}

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Change the index; what is not published is as if it had never been."""
        try:
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            raise IndexBusy(f"The search index cannot be written now: {error}") from error
        try:
            yield Change(writer, self.reread)
        finally:
            writer.rollback()
            writer.wait_merging_threads()

    def _read(self) -> Snapshot | None:
        """What can be found now."""
        self._index.reload()
        searcher = self._index.searcher()
        hits = searcher.search(Query.term_query(self._schema, Field.STATE, _STATE), limit=1).hits
        if not hits:
            return None
        state = kept_json(searcher.doc(hits[0][1]))
        return Snapshot(
            searcher,
            state["version"],
            state["edition"],
            state["made"],
            state["complete"],
            Alphabet.unpacked(state["alphabet"]),
        )

    def _open(self, folder: Path | None) -> Index:
        place = self._place
        if folder is None or place is None:
            return _prepared(Index(self._schema))
        if not place.exists():
            for other in folder.glob("format-*"):  # of another release
                shutil.rmtree(other, ignore_errors=True)
        for attempt in (1, 2):
            place.mkdir(parents=True, exist_ok=True)
            try:
                return _prepared(Index(self._schema, path=str(place)))
            except ValueError as error:
                if attempt == 2:
                    raise
                log.warning("the search index in %s is made anew: %s", place, error)
                shutil.rmtree(place)
        raise AssertionError  # the second attempt returns or raises


class Change:
    """A change of the index under way."""

    def __init__(self, writer: IndexWriter, shown: Callable[[], None]) -> None:
        self._writer = writer
        self._shown = shown

    def clear(self) -> None:
        """Take everything out."""
        self._writer.delete_all_documents()

    def remove_graph(self, graph: str) -> None:
        """Take out the sentences of a graph, the things it names, and what was noted of it."""
        self._writer.delete_documents_by_term(Field.GRAPH, graph)
        self._writer.delete_documents_by_term(Field.STATE, f"{_GRAPH_STATE} {graph}")

    def remove_things(self, iris: Iterable[str]) -> None:
        """Take out things."""
        for iri in iris:
            self._writer.delete_documents_by_term(Field.IRI, iri)

    def add_thing(self, thing: Thing, graphs: Iterable[str]) -> None:
        """Put a thing in; `graphs` are those that name it."""
        self._writer.add_document(thing_document(thing, graphs))

    def add_sentence(self, sentence: Sentence, graph: str) -> None:
        """Put a sentence of a graph in."""
        self._writer.add_document(sentence_document(sentence, graph))

    def note_graph(self, graph: str, state: GraphState) -> None:
        """Note which graph it was that was put in."""
        own = f"{_GRAPH_STATE} {graph}"
        self._writer.delete_documents_by_term(Field.STATE, own)
        self._keep((_GRAPH_STATE, own), {"graph": graph, **state._asdict()})

    def publish(self, version: str | None, edition: str = "", *, complete: bool = True) -> None:
        """Let everything that was changed so far be found, as of a version of the data."""
        self._writer.delete_documents_by_term(Field.STATE, _STATE)
        alphabet = Alphabet.of_dictionary().packed()
        content = {"version": version, "edition": edition, "made": time(), "complete": complete, "alphabet": alphabet}
        self._keep([_STATE], content)
        self._writer.commit()
        self._shown()

    def _keep(self, states: Iterable[str], content: Mapping[str, object]) -> None:
        """Put in a note about the index itself."""
        note = Document()
        for state in states:
            note.add_text(Field.STATE, state)
        note.add_bytes(Field.KEPT, json.dumps(content, ensure_ascii=False).encode())
        self._writer.add_document(note)


def _file_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # it was merged into another meanwhile
        return 0


def _prepared(index: Index) -> Index:
    """An index that knows our tokenizer, and shows changes when it is told to."""
    index.register_tokenizer(WORDS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    index.config_reader(reload_policy="manual")
    return index
