"""Every write over HTTP: one at a time, governed graphs checked before they are kept, each all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from threading import Lock

from graph.store.base import Store
from graph.store.errors import Busy, UpdateTooLong
from graph.store.factory import open_store
from graph.store.formats import Format
from graph.store.sparql_text import iri_text
from graph.store.update_scope import Scope
from service.writing.governance import Plans, difference, following, read_triples, require_conformance
from service.writing.graph_versions import GraphVersions
from service.writing.rehearsal import rehearsed

PATIENCE = 10.0  # seconds that a write waits for its turn

Graph = str | None
Body = tuple[bytes, Format]


class Writing:
    """Carries out writes; a write to a plan's graph is tried on a copy first, and kept with what follows from it.

    All writes wait for the same turn, so that nothing changes between trying a write and keeping it.
    """

    def __init__(self, store: Store, base: str) -> None:
        self._store = store
        self._plans = Plans(base)
        self._versions = GraphVersions(store)
        self._turn = Lock()

    def version(self, graph: Graph) -> str | None:
        """A text that is another whenever the graph may be another; None where nobody can tell."""
        return self._versions.of(graph)

    def modified(self, graph: Graph) -> datetime | None:
        """When the graph was last written, where that is known."""
        return self._versions.modified(graph)

    def update(self, scope: Scope, text: str) -> None:
        """Carry out an update: `scope` tells what it may write, `text` is what the engine is given."""
        self._plans.refuse_inferred(() if scope.everywhere else scope.written)
        written = None if scope.everywhere else scope.written
        with self._own_turn(written if written is None else self._with_inferred(written)):
            if self._may_govern(scope):
                text = rehearsed(self._store, self._plans, scope, text)
            if text:
                self._store.update(text)

    def put(self, graph: Graph, body: Body, may: Callable[[], None]) -> bool:
        """Make a graph hold a body, if `may` does not object; returns whether the graph is new."""
        return self._write(graph, may, [body], lambda: self._store.write_graph(graph, *body), adds=False)

    def post(self, graph: Graph, bodies: Sequence[Body], may: Callable[[], None]) -> bool:
        """Add bodies to a graph, all or none, if `may` does not object; returns whether the graph is new."""
        return self._write(graph, may, bodies, lambda: self._add(graph, bodies), adds=True)

    def delete(self, graph: Graph, may: Callable[[], None]) -> None:
        """Remove a graph, a plan's with what is nothing without it, if `may` does not object."""
        self._plans.refuse_inferred([graph])
        is_plan = graph is not None and self._plans.is_stated(graph)
        all_of_it = (graph, *self._plans.going_with(graph)) if graph is not None and is_plan else (graph,)
        with self._own_turn(all_of_it):
            may()
            if graph is not None and is_plan and self._store.has_graph(graph):
                drops = (f"DROP SILENT GRAPH {iri_text(name)}" for name in all_of_it if name)
                self._store.update(" ;\n".join(drops))
            else:
                self._store.remove_graph(graph)

    def turn(self) -> AbstractContextManager[None]:
        """The turn to write any graph past us: what the folder's owner writes on the command line."""
        return self._own_turn(None)

    def _write(
        self, graph: Graph, may: Callable[[], None], bodies: Sequence[Body], write: Callable[[], None], *, adds: bool
    ) -> bool:
        self._plans.refuse_inferred([graph])
        with self._own_turn(self._with_inferred([graph])):
            may()
            created = graph is not None and not self._store.has_graph(graph)
            if graph is not None and self._plans.is_stated(graph):
                self._keep_plan(graph, bodies, adds=adds)
            else:
                write()
            return created

    def _keep_plan(self, graph: str, bodies: Sequence[Body], *, adds: bool) -> None:
        """Check what a plan's graph would hold, and keep it with what follows, in one transaction."""
        before = read_triples(self._store, graph)
        with open_store() as copy:
            for data, media in bodies:
                copy.load(data, media, graph)
            after = read_triples(copy, graph) | (before if adds else set())
        require_conformance(graph, after)
        inferred, consequences = self._plans.inferred(graph), following(after)
        operations = [
            *difference(graph, before, after, exists=True),
            *difference(inferred, read_triples(self._store, inferred), consequences, exists=bool(after)),
        ]
        try:
            self._store.update(" ;\n".join(operations))
        except UpdateTooLong:  # which Virtuoso says of some 5,000 triples
            self._store.replace({graph: after, inferred: consequences})

    def _add(self, graph: Graph, bodies: Sequence[Body]) -> None:
        """Add all bodies, or none; a new graph is there afterwards also if they hold nothing."""
        data, media = bodies[0] if len(bodies) == 1 else _joined(graph, bodies)
        self._store.load(data, media, graph)
        if graph is not None and not self._store.has_graph(graph):
            self._store.write_graph(graph, data, media)

    def _may_govern(self, scope: Scope) -> bool:
        """Whether an update may write a plan's graph, or what follows from one."""
        if not scope.everywhere:
            return any(self._plans.is_stated(graph) for graph in scope.written)
        return scope.may_name_plan or any(
            self._plans.is_stated(name) or self._plans.is_inferred(name) for name in self._store.graph_names()
        )

    def _with_inferred(self, graphs: Iterable[Graph]) -> set[Graph]:
        """The graphs, and what follows from them."""
        graphs = set(graphs)
        return graphs | {self._plans.inferred(name) for name in graphs if name and self._plans.is_stated(name)}

    @contextmanager
    def _own_turn(self, graphs: Iterable[Graph] | None) -> Iterator[None]:
        """Wait for the turn to write; afterwards these graphs (None: all) count as changed, if anything was."""
        if not self._turn.acquire(timeout=PATIENCE):
            raise Busy(f"Other writes took longer than {PATIENCE:g} s; try again later.")
        try:
            self._versions.refresh()
            yield
        finally:
            self._versions.note(graphs)
            self._turn.release()


def _joined(graph: Graph, bodies: Sequence[Body]) -> Body:
    """What several bodies hold, as one."""
    with open_store() as joined:
        for data, media in bodies:
            joined.load(data, media, graph)
        return joined.read_graph(graph, Format.N_TRIPLES).read(), Format.N_TRIPLES
