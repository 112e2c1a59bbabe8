"""A copy of a store in memory in which what several graphs say is said once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from graph.store.answer import Answer
from graph.store.embedded.excerpt import Part, quads_about, read_excerpt
from graph.store.embedded.merges import Merges
from graph.store.embedded.reading import Dataset, answer_query
from graph.store.embedded.shared_index import SharedIndex
from graph.store.embedded.terms import HasMany, counting, node, nodes, rdf_format
from graph.store.embedded.union_log import UnionChanges, UnionLog
from graph.store.engine_errors import query_errors
from graph.store.errors import UnknownGraph
from graph.store.formats import DEFAULT_FORMATS, Form, Format, Formats, require_dataset_format
from graph.store.query_text import dataset_clause, has_dataset_clause

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_OWN = ox.NamedNode("urn:x-plangraph:own-default-graph")
"""Where the store's own default graph is kept, and not shown, where it has any triples."""


class _Change(NamedTuple):
    """What is another in a graph of a later version."""

    graph: ox.NamedNode
    gone: Set[ox.Triple]
    new: Set[ox.Triple]
    exists: bool


class MergedCopy:
    """Quads for reading, with the RDF merge of all graphs as the engine's default graph.

    The engine's own union of graphs gives a triple once for each graph that states it, so that counts and joins come
    out too large, and slow (a join of n patterns multiplies). Here each triple of the union is there once, which costs
    about a quarter more memory and time to load; lookups need not ask the graphs one by one.
    """

    def __init__(self, source: ox.Store, version: str) -> None:
        self._version = version
        self._quads = ox.Store()
        self._graphs = list(source.named_graphs())
        for name in self._graphs:
            self._quads.add_graph(name)  # an empty graph has no quad to be made by
        self._quads.extend(source)
        self._size = len(self._quads)
        own = [quad.triple for quad in self._quads.quads_for_pattern(None, None, None, ox.DefaultGraph())]
        self._quads.update(_MERGE)
        # Where there are no own triples, "all named graphs" are ours alone, and no list need cross for each query.
        self._union: Dataset = {"named_graphs": self._graphs} if own else {}
        self._strict: Dataset = {**self._union, "default_graph": [_OWN]}
        self._quads.extend(ox.Quad(triple.subject, triple.predicate, triple.object, _OWN) for triple in own)
        self._merges = Merges(self._quads)
        self._index = SharedIndex(self._quads)
        self._log = UnionLog()

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
    ) -> Answer:
        """Answer a SPARQL 1.1 query, as `graph.store.base.Store.query` says."""
        if default_graphs is None and named_graphs is None:
            if not has_dataset_clause(text):
                return answer_query(
                    self._quads, text, formats, self._union if union_default else self._strict, self._index
                )
            clause = dataset_clause(text)
            if clause is None:
                return answer_query(self._quads, text, formats, {})
            default_graphs, named_graphs = clause
        default, named = nodes(default_graphs or ()), nodes(named_graphs or ())
        merge = self._merges.of(default, named) if len(default) > 1 else None
        if merge is not None:
            return answer_query(
                merge, text, formats, {"default_graph": ox.DefaultGraph(), "named_graphs": named}, self._index
            )
        return answer_query(self._quads, text, formats, {"default_graph": default, "named_graphs": named}, self._index)

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        return sorted(name.value for name in self._graphs if isinstance(name, ox.NamedNode))

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name, be it empty."""
        return name != _OWN.value and self._quads.contains_named_graph(node(name))

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the store's own default graph for None."""
        if name is not None and not self.has_graph(name):
            raise UnknownGraph(f"There is no graph <{name}>.")
        source = _OWN if name is None else node(name)

        def write(output: BinaryIO) -> None:
            with query_errors():
                self._quads.dump(output, rdf_format(media), from_graph=source)

        return Answer(Form.GRAPH, media, write)

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD."""
        require_dataset_format(media)

        def write(output: BinaryIO) -> None:
            with query_errors():
                ox.serialize(self._stated(), output, rdf_format(media))

        return Answer(Form.GRAPH, media, write)

    def size(self) -> int:
        """Return the number of quads."""
        return self._size

    @property
    def has_many(self) -> HasMany:
        """What says whether so many triples of the union are like this."""
        return counting(self._quads, ox.DefaultGraph())

    def version(self) -> str:
        """Return the version of the store that was copied."""
        return self._version

    def union_changes(self, version: str) -> UnionChanges | None:
        """In what the union differs from that of an earlier version; None where that is not known."""
        return {} if version == self._version else self._log.since(version)

    def behind(self) -> dict[str, int]:
        """By each version from which it is known in what the union differs, how many changes that took."""
        return {**self._log.lengths(), self._version: 0}

    def follow(self, version: str, excerpt: Path) -> frozenset[str]:
        """Become the copy of a later version, in which nothing but what an excerpt has is another.

        Returns the IRIs of the things of which a graph says something else now.
        """
        changes = [self._change(name, part) for name, part in read_excerpt(excerpt).items()]
        touched = [triple for change in changes for triple in (*change.gone, *change.new)]
        geometries = self._index.among(touched)
        union: dict[ox.Triple, bool] = {}
        for change in changes:
            self._carry_out(change, union)
        self._log.note(self._version, union)
        self._index.follow(geometries, self._index.among(touched))
        self._merges = Merges(self._quads)
        self._version = version
        return frozenset(triple.subject.value for triple in touched if isinstance(triple.subject, ox.NamedNode))

    def has_geometries(self) -> bool:
        """Whether there are any geometry literals in it."""
        return self._index.has_any()

    def prepare_index(self, *, if_many: bool) -> None:
        """Make the index of geometries, for this process and all that share it; or only where they are many."""
        self._index.prepare(if_many=if_many)

    def _change(self, name: str, part: Part) -> _Change:
        graph = ox.NamedNode(name)
        before = {quad.triple for quad in quads_about(self._quads, graph, part.things)}
        now = part.triples or frozenset()
        return _Change(graph, before - now, now - before, exists=part.triples is not None)

    def _carry_out(self, change: _Change, union: dict[ox.Triple, bool]) -> None:
        """Change a graph, and the union; note which triples this has one more or one less of."""
        for triple in change.gone:
            self._quads.remove(ox.Quad(triple.subject, triple.predicate, triple.object, change.graph))
            if not self._is_stated(triple):
                self._quads.remove(ox.Quad(triple.subject, triple.predicate, triple.object))
                _note(union, triple, is_there=False)
        for triple in change.new:
            self._quads.add(ox.Quad(triple.subject, triple.predicate, triple.object, change.graph))
            of_union = ox.Quad(triple.subject, triple.predicate, triple.object)
            if of_union not in self._quads:
                self._quads.add(of_union)
                _note(union, triple, is_there=True)
        self._size += len(change.new) - len(change.gone)
        self._note_graph(change.graph, exists=change.exists)

    def _note_graph(self, graph: ox.NamedNode, *, exists: bool) -> None:
        if exists and graph not in self._graphs:
            self._quads.add_graph(graph)
            self._graphs.append(graph)
        elif not exists and graph in self._graphs:
            self._quads.remove_graph(graph)
            self._graphs.remove(graph)

    def _is_stated(self, triple: ox.Triple) -> bool:
        """Whether any graph but the union holds a triple."""
        found = self._quads.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(quad.graph_name != ox.DefaultGraph() for quad in found)

    def _stated(self) -> Iterator[ox.Quad]:
        """The quads as they are in the store that was copied."""
        for quad in self._quads.quads_for_pattern(None, None, None, _OWN):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)
        for name in self._graphs:
            yield from self._quads.quads_for_pattern(None, None, None, name)


def _note(changes: dict[ox.Triple, bool], triple: ox.Triple, *, is_there: bool) -> None:
    """Note a change, which takes back one of the same triple that was before it."""
    if changes.setdefault(triple, is_there) != is_there:
        del changes[triple]
