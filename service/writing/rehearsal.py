"""An update that may write plans' graphs, tried on a copy: what was checked there is what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from graph.model import Triple
from graph.store.base import Store, select
from graph.store.factory import open_store
from graph.store.formats import Format
from graph.store.processes.supervised import SupervisedStore
from graph.store.sparql_text import iri_text
from graph.store.update_scope import Scope
from service.http.problem import Problem
from service.writing.governance import Plans, difference, following, read_triples, require_conformance

MOST_COPIED = 500_000  # statements

Graph = str | None


def rehearsed(store: Store, plans: Plans, scope: Scope, text: str) -> str:
    """What to give the engine in place of an update, "" for nothing. Nobody else may write meanwhile.

    The update is carried out on a copy of the graphs that it may read or write, and each plan's graph that it
    changes is checked. Where it changes one, the differences that it made are kept and not the update, so that
    nothing is kept that was not checked; what follows from the plan is among them.
    """
    names = _to_copy(store, plans, scope)
    with _copy_of(store, names) as copy:
        governed = _governed(plans, names, scope)
        before = {name: read_triples(copy, name) for name in governed}
        lines = {name: _lines(copy, name) for name in names}
        copy.update(text)
        governed = sorted({*governed, *_governed(plans, copy.graph_names(), scope)})
        changed = [name for name in governed if read_triples(copy, name) != before.get(name, set())]
        stale = [name for name in governed if name not in changed and _is_stale(store, copy, plans.inferred(name))]
        if not changed and not stale and not scope.by_chance:
            return text
        operations = []
        for name in changed:
            operations += _plan(store, copy, plans, name, before.get(name, set()))
        skipped = {*governed, *map(plans.inferred, governed)}
        for other in {*names, *copy.graph_names()} - skipped:
            operations += _other(store, copy, other, lines.get(other))
    return " ;\n".join(operations)


def _plan(store: Store, copy: Store, plans: Plans, name: str, before: set[Triple]) -> list[str]:
    """The operations for a plan's graph that conforms, and for what follows from it."""
    after = read_triples(copy, name)
    require_conformance(name, after)
    inferred = plans.inferred(name)
    return [
        *difference(name, before, after, exists=copy.has_graph(name)),
        *difference(inferred, read_triples(store, inferred), following(after), exists=bool(after)),
    ]


def _other(store: Store, copy: Store, name: Graph, lines: set[bytes] | None) -> list[str]:
    """The operations for any other graph; `lines` is what the copy held, None where it held no such graph."""
    exists = name is None or copy.has_graph(name)
    if exists and lines == _lines(copy, name):
        return []
    before = read_triples(store, name) if lines is not None else set()
    return difference(name, before, read_triples(copy, name), exists=exists)


def _is_stale(store: Store, copy: Store, inferred: str) -> bool:
    """Whether the update wrote what is computed; it is left as it was."""
    return read_triples(store, inferred) != read_triples(copy, inferred)


def _lines(store: Store, name: Graph) -> set[bytes]:
    return set(store.read_graph(name, Format.N_TRIPLES).read().splitlines())


def _governed(plans: Plans, names: Iterable[Graph], scope: Scope) -> list[str]:
    """The plans' graphs that an update may write, by their own names or by those of what follows from them."""
    stated = {plans.stated(name) if name and plans.is_inferred(name) else name for name in names}
    return sorted(
        name for name in stated if name and plans.is_stated(name) and (scope.everywhere or name in scope.written)
    )


def _to_copy(store: Store, plans: Plans, scope: Scope) -> list[Graph]:
    """The graphs that an update may read or write, and what follows from them."""
    present = store.graph_names()
    if not scope.everywhere and not scope.reads_any:
        inferred = {plans.inferred(name) for name in scope.written if name and plans.is_stated(name)}
        wanted = scope.named | inferred
        present = [name for name in present if name in wanted]
    _require_few(store, present)
    return [*present, None]


def _require_few(store: Store, graphs: Sequence[str]) -> None:
    """413 where the copy would be too large."""
    values = " ".join(map(iri_text, graphs))
    query = f"""SELECT (COUNT(*) AS ?n) WHERE {{
      {{ ?s ?p ?o }} UNION {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} }}"""
    count = int(str(select(store, query, union_default=False).records[0]["n"]))
    if count > MOST_COPIED:
        raise Problem(
            413,
            "This update may write plans' graphs, so it is tried first on a copy of every graph that it may read or "
            f"write: {count} statements, of at most {MOST_COPIED}. Name the graphs it is about, or fewer of them.",
        )


@contextmanager
def _copy_of(store: Store, graphs: Iterable[Graph]) -> Iterator[Store]:
    """A store in memory with copies of these graphs; behind a store that ends what runs away, one that does too."""
    with SupervisedStore(limits=store.limits) if isinstance(store, SupervisedStore) else open_store() as copy:
        graphs = list(graphs)
        made = [f"CREATE SILENT GRAPH {iri_text(name)}" for name in graphs if name is not None]
        copy.update(" ;\n".join(made))  # an empty graph has no statement to be made by
        for name in graphs:
            copy.load(store.read_graph(name, Format.N_TRIPLES).read(), Format.N_TRIPLES, name)
        yield copy
