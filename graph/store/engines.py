"""How servers that speak SPARQL 1.1 differ: one record each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """Where a server has its endpoints, below its address, and what it does beyond the standard.

    Where the graph store takes and gives no datasets, one is dumped graph by graph and not loaded. A server
    without a parameter for the union default graph is told the names of all its graphs, which leaves out its own
    default graph.
    """

    name: str
    query_path: str
    update_path: str
    graph_path: str
    union_parameter: tuple[str, str] | None = None
    takes_datasets: bool = False


STANDARD = Engine("SPARQL 1.1", "/sparql", "/update", "/graphs")
OXIGRAPH = Engine("Oxigraph", "/query", "/update", "/store", ("union-default-graph", "true"), takes_datasets=True)


def engine_of(server: str) -> Engine:
    """Return the record of the engine that calls itself this in its `Server` header."""
    return OXIGRAPH if server.startswith("Oxigraph/") else STANDARD
