"""How servers that speak SPARQL 1.1 differ: one record each, the only place that knows an engine by name.

Oxigraph and Virtuoso are run by the tests (tests/contract/test_store.py asks these records). The others are written
from their makers' pages, named beside each, and have not been run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from math import ceil

from graph.store.errors import StoreUnavailable
from graph.store.formats import Format

NOTHING = "urn:x-plangraph:nothing"
"""The name of a graph that is nowhere: naming it says «no graph» to an engine that takes silence for «all»."""


class Union(Enum):
    """How a query is given the union of all graphs as its default graph."""

    ALWAYS = "it is what the engine does"
    PARAMETERS = "the engine's own parameters ask for it"
    NAMES = "all graphs are named, which leaves out the engine's own default graph"


class Measures(Enum):
    """Between what an engine measures distances."""

    NOTHING = "a question that asks is an error"
    POINTS = "two points; a line or an area has no distance"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The parameter that bounds a query's time on the server, and how it is written.

    `updates` says whether it may go with an update: an engine that answers with what it has at its limit would
    carry out a part.
    """

    parameter: str
    written: Callable[[float], str]
    updates: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Where a server has its endpoints, below its address, and what it does beyond or beside the standard."""

    name: str
    server: str = ""
    """How its `Server` header begins; empty where it does not say, and must be named."""
    query_path: str
    update_path: str
    graph_path: str

    union: Union = Union.NAMES
    union_parameters: tuple[tuple[str, str], ...] = ()
    strict_parameters: tuple[tuple[str, str], ...] = ()
    """What makes the default graph the engine's own, where that is not what it does."""
    adds_datasets: bool = False
    """The protocol's graphs are added to the text's FROM. Where the default graph is bounded and no named graph is
    named, GRAPH with a variable reaches all graphs, and GRAPH with a name none."""
    has_default_graph: bool = True
    """There is a default graph that can be written."""
    keeps_empty_graphs: bool = True
    drops_all: bool = True
    """DROP ALL and DROP GRAPH reach every graph, not only those that a CREATE has made."""
    own_graphs: frozenset[str] = frozenset()
    """Graphs that the engine keeps for itself; they are never shown."""
    union_preamble: str = ""
    """What goes before the text of a query over the union, to leave those graphs out."""
    describe_preamble: str = ""
    """What goes before the text of a DESCRIBE."""

    takes_datasets: bool = False
    """The graph store takes and gives N-Quads and TriG."""
    reads_uploads: bool = True
    """Uploads are read as what their Content-Type says; else they are read here and handed on as N-Triples."""
    whole_updates: bool = True
    """An update is one transaction, whatever its length; else graphs are uploaded beside and then moved."""
    formats: frozenset[Format] = frozenset(Format)
    """What it writes as the standards have it; the rest is made here of JSON and N-Triples."""
    keeps_literals: bool = True
    """Datatypes come back as they were sent; values may be in canonical form, and language tags in lower case."""
    measures: Measures = Measures.NOTHING
    """Between what geof:distance (GeoSPARQL) gives the metres; said only of engines on which it was tried."""
    says_columns: bool = True
    """A syntax error names the column, not only the line."""

    time_limit: TimeLimit | None = None
    cut_headers: frozenset[str] = frozenset()
    """Headers of an answer with status 200 that was cut short."""
    limits_path: str = ""
    """Where the server says after how many rows it cuts an answer; graphs are then counted."""
    failure_mark: bytes = b""
    """What stands at the end of an answer with status 200 that could not be finished."""


def _milliseconds(seconds: float) -> str:
    return str(max(1000, round(seconds * 1000)))  # Virtuoso takes no notice of less than a second


def _whole_seconds(seconds: float) -> str:
    return str(ceil(seconds))


def _excluded(names: frozenset[str]) -> str:
    return "".join(f"define input:default-graph-exclude <{name}> " for name in sorted(names))


STANDARD = Engine(name="SPARQL 1.1", query_path="/sparql", update_path="/update", graph_path="/graphs")

OXIGRAPH = Engine(
    name="Oxigraph",
    server="Oxigraph/",
    query_path="/query",
    update_path="/update",
    graph_path="/store",
    union=Union.PARAMETERS,
    union_parameters=(("union-default-graph", "true"),),
    takes_datasets=True,
    measures=Measures.POINTS,
    # Its time limit is the server's (`oxigraph serve --timeout-s`), and this is how it ends an answer with status 200.
    failure_mark=b"The SPARQL operation has been cancelled",
)

_VIRTUOSO_GRAPHS = frozenset(
    {
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/ns/ldp#",
        "http://localuriqaserver/sparql",
        "http://www.w3.org/2002/07/owl#",
    }
)
VIRTUOSO = Engine(
    name="Virtuoso",
    server="Virtuoso/",
    query_path="/sparql",
    update_path="/sparql",
    graph_path="/sparql-graph-crud",
    union=Union.ALWAYS,
    strict_parameters=(("default-graph-uri", NOTHING),),
    adds_datasets=True,
    has_default_graph=False,
    keeps_empty_graphs=False,
    drops_all=False,
    own_graphs=_VIRTUOSO_GRAPHS,
    union_preamble=_excluded(_VIRTUOSO_GRAPHS),
    describe_preamble='define sql:describe-mode "CBD" ',  # the default mode finds nothing in an unnamed union
    reads_uploads=False,
    whole_updates=False,
    formats=frozenset({Format.JSON, Format.XML, Format.N_TRIPLES}),
    keeps_literals=False,
    says_columns=False,
    # https://docs.openlinksw.com/virtuoso/anytimequeries/: at the limit, what there is so far, with status 200.
    time_limit=TimeLimit("timeout", _milliseconds, updates=False),
    cut_headers=frozenset({"X-SPARQL-MaxRows", "X-SQL-State"}),
    limits_path="/sparql?ini=1",
)

# https://graphdb.ontotext.com/documentation/standard/query-behaviour.html (the default graph is the union) and
# https://rdf4j.org/documentation/reference/rest-api/ (paths, `timeout` in whole seconds). Address: …/repositories/<id>.
GRAPHDB = Engine(
    name="GraphDB",
    query_path="",
    update_path="/statements",
    graph_path="/rdf-graphs/service",
    union=Union.ALWAYS,
    strict_parameters=(("default-graph-uri", "http://www.openrdf.org/schema/sesame#nil"),),
    keeps_empty_graphs=False,
    time_limit=TimeLimit("timeout", _whole_seconds),
)

# github.com/stardog-union/pystardog, its makers' client, stardog/connection.py (`timeout` in ms, 0 or less is none;
# docs.stardog.com only tells the same of the command line's --timeout) and
# https://www.stardog.com/docs/ («query.all.graphs», tag:stardog:api:context:all). Address: …/<database>.
STARDOG = Engine(
    name="Stardog",
    query_path="/query",
    update_path="/update",
    graph_path="",
    union=Union.PARAMETERS,
    union_parameters=(("default-graph-uri", "tag:stardog:api:context:all"),),
    keeps_empty_graphs=False,
    time_limit=TimeLimit("timeout", _milliseconds),
)

# https://docs.aws.amazon.com/neptune/latest/userguide/: sparql-graph-store-protocol.html,
# best-practices-sparql-query.html (union), sparql-query-hints-queryTimeout.html (a hint in the text, no parameter),
# access-graph-sparql-http-trailing-headers.html (a failure midway is appended to the body).
NEPTUNE = Engine(
    name="Neptune",
    query_path="/sparql",
    update_path="/sparql",
    graph_path="/sparql/gsp/",
    union=Union.ALWAYS,
    strict_parameters=(("default-graph-uri", NOTHING),),
    has_default_graph=False,
    keeps_empty_graphs=False,
    failure_mark=b'"code":"',  # of the JSON of an error; in results every value stands behind "value"
)

# https://docs.qlever.dev/update (one endpoint, bearer token for writing); src/engine/Server.cpp (`timeout=30s`) and
# src/engine/ExportQueryExecutionTrees.cpp (formats, the mark of a failure) in https://github.com/ad-freiburg/qlever.
QLEVER = Engine(
    name="QLever",
    query_path="",
    update_path="",
    graph_path="",
    union=Union.ALWAYS,
    strict_parameters=(("default-graph-uri", "http://qlever.cs.uni-freiburg.de/builtin-functions/default-graph"),),
    keeps_empty_graphs=False,
    formats=frozenset({Format.JSON, Format.XML, Format.CSV, Format.TSV, Format.TURTLE}),
    time_limit=TimeLimit("timeout", lambda seconds: f"{ceil(seconds)}s"),
    failure_mark=b"!!!!>># An error has occurred",
)

ENGINES = (STANDARD, OXIGRAPH, VIRTUOSO, GRAPHDB, STARDOG, NEPTUNE, QLEVER)


def engine_named(name: str) -> Engine:
    """Return the record of the engine of this name, in any case; raises StoreUnavailable where there is none."""
    for engine in ENGINES:
        if engine.name.casefold() == name.casefold():
            return engine
    known = ", ".join(engine.name for engine in ENGINES)
    raise StoreUnavailable(f"{name!r} is no engine that is known here; these are: {known}.")


def engine_of(server: str) -> Engine:
    """Return the record of the engine that calls itself this in its `Server` header, else the standard's."""
    return next((engine for engine in ENGINES if engine.server and server.startswith(engine.server)), STANDARD)
