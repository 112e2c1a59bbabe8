"""Filling the index: of everything that can be found, what is new or another than the index has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from time import monotonic

from graph.store.formats import Format
from graph.store.sparql_text import iri_text
from queries.search.index import NO_GRAPH, Change, GraphState, SearchIndex
from queries.search.ordering import Order
from queries.search.reading import names_in, plan_name, sentences_in, things
from queries.search.source import Source

BETWEEN_PARTS = 20.0  # seconds of a first filling after which what is there can be found already

_BYTES = 16
_RANGE = 1 << (8 * _BYTES)


def fill(index: SearchIndex, source: Source, order: Order, shown: Callable[[], None] = lambda: None) -> None:
    """Make the index what it is to be; `shown` is called each time that more of a first filling can be found.

    What an earlier filling that was ended had published is gone on from.
    """
    with index.change() as change:
        _Filling(index, source, order, change, shown).run()


def fingerprint(source: Source, graph: str) -> str:
    """A text that is the same as long as a graph holds the same triples, in whatever order they come."""
    query = f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri_text(graph)} {{ ?s ?p ?o }} }}"
    total, rest = 0, b""
    for piece in source.stream(query, Format.TSV):
        *lines, rest = (rest + piece).split(b"\n")
        total += sum(int.from_bytes(blake2b(line, digest_size=_BYTES).digest()) for line in lines)
    return f"{total % _RANGE:x}"


class _Filling:
    """One filling under way."""

    def __init__(
        self, index: SearchIndex, source: Source, order: Order, change: Change, shown: Callable[[], None]
    ) -> None:
        self._index = index
        self._source = source
        self._order = order
        self._change = change
        self._shown = shown
        self._seen: set[str] = set()  # things that are put in already
        self._before = index.snapshot
        self._is_first = self._before is None or not self._before.complete
        self._published = monotonic()

    def run(self) -> None:
        """Take out what is gone or another, put in what is new, publish."""
        known = self._index.graphs()
        changed = [graph for graph, version in self._order.graphs.items() if self._differs(graph, version, known)]
        gone = known.keys() - self._order.graphs.keys()
        for graph in (*changed, *gone):  # all of them first: a thing may be of several
            self._change.remove_graph(graph)
        self._put_graphless()
        for graph in gone:
            self._put(graph)
        for graph in changed:
            mark = fingerprint(self._source, graph) if self._order.version is not None else ""
            self._put(graph)
            self._change.note_graph(graph, GraphState(self._order.graphs[graph], mark))
            self._publish_part()
        self._change.publish(self._order.version, self._order.edition)

    def _differs(self, graph: str, version: str | None, known: Mapping[str, GraphState]) -> bool:
        """Whether a graph may be another than the index has it; without versions each may be."""
        state = known.get(graph)
        if state is None or self._before is None or self._order.version is None:
            return True
        if version is not None and version in (state.version, self._before.version):
            return False
        mark = fingerprint(self._source, graph)
        if mark == state.fingerprint:
            self._change.note_graph(graph, GraphState(version, mark))
        return mark != state.fingerprint

    def _put(self, graph: str) -> None:
        """Put in a graph's sentences, and the things that it names or named before."""
        plan = plan_name(self._source, graph)
        named = (*self._index.things_of(graph), *names_in(self._source, graph))
        iris = [iri for iri in dict.fromkeys(named) if iri not in self._seen]
        self._seen.update(iris)
        self._change.remove_things(iris)  # those that other graphs named already
        for thing, graphs in things(self._source, iris, plan):
            self._change.add_thing(thing, graphs)
        for sentence in sentences_in(self._source, graph, plan):
            self._change.add_sentence(sentence, graph)

    def _put_graphless(self) -> None:
        """Put in the things that are in no graph."""
        self._change.remove_graph(NO_GRAPH)
        for thing in self._order.things:
            self._change.add_thing(thing, [NO_GRAPH])

    def _publish_part(self) -> None:
        """Let what there is be found, where nothing was before and the rest takes long."""
        if self._is_first and monotonic() - self._published > BETWEEN_PARTS:
            self._change.publish(None, self._order.edition, complete=False)
            self._published = monotonic()
            self._shown()
