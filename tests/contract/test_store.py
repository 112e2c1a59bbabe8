"""What every store does, wherever its quads live: in memory, in a folder, on a SPARQL 1.1 server."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from graph.store.answer import Answer
from graph.store.base import Store, ask, select
from graph.store.embedded import EmbeddedStore
from graph.store.engines import OXIGRAPH, Engine, Union
from graph.store.errors import (
    DataSyntaxError,
    FormatNotOffered,
    QueryFailed,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    ReadOnly,
    UnknownGraph,
)
from graph.store.formats import Form, Format
from graph.store.processes.attached import AttachedStore
from graph.store.processes.control import ControlSocket
from graph.store.processes.supervised import SupervisedStore
from graph.store.remote import RemoteStore

A, B, C = "http://example.org/graph/a", "http://example.org/graph/b", "http://example.org/graph/c"
S, P, THING = (URIRef(f"http://example.org/{name}") for name in ("s", "p", "thing"))
VALUES = "SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o"
NAMED_VALUES = "SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
IN_A = f"SELECT ?o WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}"

# The Oxigraph server once more, asked for nothing but what the standard says.
PORTABLE = replace(OXIGRAPH, name="the standard", union=Union.NAMES, union_parameters=(), takes_datasets=False)


@pytest.fixture(params=["memory", "folder", "processes", "attached", "oxigraph", "standard", "virtuoso"])
def kind(request: pytest.FixtureRequest) -> str:
    """Where the quads of this test live."""
    return str(request.param)


@pytest.fixture(scope="module")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that a service has open, and in which it takes requests."""
    folder = tmp_path_factory.mktemp("served") / "store"
    with SupervisedStore(folder) as served, closing(ControlSocket(folder, served, nullcontext)):
        yield folder


@pytest.fixture
def open_again(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[bool], Store]:
    """Opens the store of this test, once or again; True for reading only."""
    if kind == "memory":
        return lambda read_only: EmbeddedStore(read_only=read_only)
    if kind == "folder":
        return lambda read_only: EmbeddedStore(tmp_path / "store", read_only=read_only)
    if kind == "processes":
        return lambda read_only: SupervisedStore(tmp_path / "store", read_only=read_only)
    if kind == "attached":
        served = request.getfixturevalue("served_folder")
        return lambda read_only: AttachedStore(served, read_only=read_only)
    address = str(request.getfixturevalue("virtuoso_server" if kind == "virtuoso" else "oxigraph_server"))
    engine = PORTABLE if kind == "standard" else None
    return lambda read_only: RemoteStore(address, engine=engine, read_only=read_only)


@pytest.fixture
def store(open_again: Callable[[bool], Store]) -> Iterator[Store]:
    """An empty store."""
    with open_again(False) as opened:
        for name in opened.graph_names():
            opened.remove_graph(name)
        opened.remove_graph(None)
        yield opened


@pytest.fixture
def engine(store: Store) -> Engine:
    """How the engine of this test differs; Oxigraph in this process is Oxigraph."""
    return store.engine if isinstance(store, RemoteStore) else OXIGRAPH


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with one triple in each of two named graphs."""
    store.replace({A: [(S, P, Literal(1))], B: [(S, P, Literal(2))]})
    return store


def values(store: Store, text: str = VALUES, **dataset: object) -> list[object]:
    """The values of the only column of a SELECT."""
    answer = store.query(text, formats={Form.BINDINGS: Format.CSV}, **dataset)  # type: ignore[arg-type]
    return answer.read().decode().split()[1:]


def test_a_select_gives_a_table(filled: Store) -> None:
    """A SELECT's rows come back with numbers as numbers and unbound variables as None."""
    table = select(filled, "SELECT ?s ?o ?none WHERE { ?s ?p ?o OPTIONAL { ?o ?p ?none } } ORDER BY ?o")
    assert table.variables == ("s", "o", "none")
    assert table.records == [{"s": str(S), "o": 1, "none": None}, {"s": str(S), "o": 2, "none": None}]


def test_an_ask_is_a_boolean(filled: Store) -> None:
    """An ASK is true where there is a solution, and false where there is none."""
    assert ask(filled, "ASK { ?s ?p 1 }") is True
    assert ask(filled, "ASK { ?s ?p 3 }") is False
    assert ask(filled, "ASK { FILTER(false) }") is False


@pytest.mark.parametrize(
    ("text", "form", "media"),
    [
        ("SELECT * { ?s ?p ?o }", Form.BINDINGS, Format.JSON),
        ("SELECT * { ?s ?p ?o }", Form.BINDINGS, Format.XML),
        ("SELECT * { ?s ?p ?o }", Form.BINDINGS, Format.CSV),
        ("SELECT * { ?s ?p ?o }", Form.BINDINGS, Format.TSV),
        ("ASK {}", Form.BOOLEAN, Format.XML),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", Form.GRAPH, Format.TURTLE),
        ("CONSTRUCT WHERE { ?s ?p ?o }", Form.GRAPH, Format.N_TRIPLES),
        ("DESCRIBE <http://example.org/s>", Form.GRAPH, Format.RDF_XML),
        ("# SELECT is not meant\nPREFIX select: <http://a/ask> ASK {}", Form.BOOLEAN, Format.JSON),
    ],
)
def test_an_answer_says_its_form_and_has_the_format_asked_for(
    filled: Store, text: str, form: Form, media: Format
) -> None:
    """The form is the query's, the format the one given for that form, and there is something in it."""
    with filled.query(text, formats={form: media}) as answer:
        assert (answer.form, answer.format) == (form, media)
        assert answer.read()


def test_a_form_without_a_format_is_refused(filled: Store) -> None:
    """Whoever accepts tables only is not given a graph."""
    with pytest.raises(FormatNotOffered, match="a graph"):
        filled.query("CONSTRUCT WHERE { ?s ?p ?o }", formats={Form.BINDINGS: Format.JSON})


def test_a_graph_answer_is_the_graph(filled: Store) -> None:
    """A CONSTRUCT's Turtle holds the triples that it constructs."""
    answer = filled.query("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?x BIND(<http://example.org/thing> AS ?o) }")
    assert set(Graph().parse(answer.read(), format="turtle")) == {(THING, P, S)}


def test_the_default_graph_is_the_union_unless_told_otherwise(filled: Store) -> None:
    """Queries see all named graphs as one; a strict dataset has an empty default graph here."""
    assert values(filled) == ["1", "2"]
    assert values(filled, union_default=False) == []


def test_a_from_clause_outweighs_the_union(filled: Store) -> None:
    """A query that names its dataset gets that dataset and no other."""
    assert values(filled, VALUES.replace("WHERE", f"FROM <{A}> WHERE")) == ["1"]
    assert values(filled, VALUES.replace("WHERE", f"FROM NAMED <{A}> WHERE")) == []
    assert values(filled, NAMED_VALUES.replace("WHERE", f"FROM NAMED <{A}> WHERE")) == ["1"]


@pytest.mark.parametrize(
    "text",
    ['# FROM here\nSELECT ?o { ?s ?p ?o FILTER(?o != " FROM ") } ORDER BY ?o', "SELECT ?o { ?from ?p ?o } ORDER BY ?o"],
)
def test_the_word_from_elsewhere_is_no_dataset(filled: Store, text: str) -> None:
    """FROM in a comment, a string or a variable's name leaves the union as it is."""
    assert values(filled, text) == ["1", "2"]


def test_the_protocols_dataset_outweighs_the_text(filled: Store) -> None:
    """default_graphs and named_graphs are the whole dataset, whatever the text says."""
    assert values(filled, VALUES.replace("WHERE", f"FROM <{A}> WHERE"), default_graphs=[B]) == ["2"]
    assert values(filled, default_graphs=[A, B]) == ["1", "2"]
    assert values(filled, named_graphs=[B]) == []
    assert values(filled, NAMED_VALUES, named_graphs=[B]) == ["2"]
    assert values(filled, NAMED_VALUES, default_graphs=[A]) == []


def test_a_query_that_is_no_sparql_says_where(store: Store, engine: Engine) -> None:
    """A syntax error has the line at which it was noticed, and the column where the engine says it."""
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT ?x WHERE {\n ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 9 if engine.says_columns else None)
    assert str(caught.value).startswith("Not SPARQL at line 2" + (", column 9" if engine.says_columns else ":"))


def test_an_undeclared_prefix_is_called_that(store: Store) -> None:
    """The message is a sentence, not the engine's list of characters."""
    with pytest.raises(QuerySyntaxError, match=r"a prefix is used that is not declared\.$"):
        store.query("SELECT * { ?s a foo:Bar }")


def test_an_update_that_is_no_sparql_changes_nothing(filled: Store) -> None:
    """A syntax error in the second operation undoes the first."""
    with pytest.raises(QuerySyntaxError):
        filled.update("DROP ALL ; INSERT DATA { <http://example.org/s> }")
    assert values(filled) == ["1", "2"]


def test_an_update_that_fails_midway_changes_nothing(filled: Store, engine: Engine) -> None:
    """An operation that cannot be carried out undoes those before it, if the engine's updates are whole."""
    with pytest.raises(QueryFailed):
        filled.update(f"INSERT DATA {{ GRAPH <{A}> {{ <{S}> <{P}> 3 }} }} ; DROP GRAPH <{C}>")
    assert values(filled) == (["1", "2"] if engine.whole_updates else ["1", "2", "3"])


def test_dropping_all_drops_all(filled: Store, engine: Engine) -> None:
    """DROP ALL leaves nothing; or, without a word, the graphs that no CREATE has made."""
    filled.update("DROP ALL")
    assert filled.size() == (0 if engine.drops_all else 2)


def test_an_update_is_no_query(filled: Store) -> None:
    """An update sent as a query is refused, also where the engine would carry it out, or be told to by escapes."""
    for text in (f"DROP GRAPH <{A}>", f"DELETE WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", "CLEAR ALL # SELECT"):
        for written in (text, rf"\u{ord(text[0]):04X}{text[1:]}"):
            with pytest.raises(QuerySyntaxError):
                filled.query(written)
    assert values(filled) == ["1", "2"]


def test_graphs_are_named(filled: Store) -> None:
    """The names of all named graphs come sorted, and each is there."""
    assert filled.graph_names() == [A, B]
    assert filled.has_graph(A)
    assert not filled.has_graph(C)
    assert filled.size() == 2


def test_a_graph_is_read_as_it_was_written(store: Store) -> None:
    """Put and get give the same graph: awkward strings, language tags, datatypes and blank nodes."""
    lines = [
        rb'<http://example.org/s> <http://example.org/p> "tab\t quote\" back\\slash \\u0041 \\\\n line\nfeed" .',
        '<http://example.org/s> <http://example.org/p> "规划"@zh .'.encode(),
        b'<http://example.org/s> <http://example.org/p> "2025"^^<http://www.w3.org/2001/XMLSchema#gYear> .',
        rb'<http://example.org/s> <http://example.org/p> "\\\u0001" .',
        "<http://example.org/规划> <http://example.org/p> <http://example.org/七宝> .".encode(),
    ]
    blank = b"<http://example.org/s> <http://example.org/p> _:x . _:x <http://example.org/p> 1 ."
    store.write_graph(A, b"\n".join([*lines, blank]), Format.TURTLE)
    read = Graph().parse(store.read_graph(A, Format.N_TRIPLES).read(), format="nt")
    written = Graph().parse(b"\n".join(lines), format="nt")
    assert set(written) <= set(read)
    (joint,) = {o for _, _, o in set(read) - set(written)} & {s for s, _, _ in read}
    assert {(s, o) for s, _, o in set(read) - set(written)} == {(S, joint), (joint, Literal(1))}


@pytest.mark.parametrize(
    "literal",
    [
        '"POINT (121.35 31.16)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
        '"P1Y"^^<http://www.w3.org/2001/XMLSchema#duration>',
    ],
)
def test_literals_keep_what_they_are(store: Store, engine: Engine, literal: str) -> None:
    """A literal comes back with its datatype, or the engine's record says that it may not."""
    data = f"<{S}> <{P}> {literal} .".encode()
    store.write_graph(A, data, Format.N_TRIPLES)
    read = Graph().parse(store.read_graph(A, Format.N_TRIPLES).read(), format="nt")
    assert (set(read) == set(Graph().parse(data, format="nt"))) is engine.keeps_literals


def test_an_empty_graph_is_a_graph_where_the_engine_keeps_it(store: Store, engine: Engine) -> None:
    """A graph that is written without triples is there, or is not, as the engine's record says."""
    store.write_graph(A, b"", Format.TURTLE)
    assert store.has_graph(A) is engine.keeps_empty_graphs
    assert store.graph_names() == ([A] if engine.keeps_empty_graphs else [])


def test_a_graph_is_asked_by_its_name(filled: Store) -> None:
    """GRAPH with a name gives that graph, whatever the default graph is."""
    for union_default in (True, False):
        assert values(filled, IN_A, union_default=union_default) == ["1"]
        assert values(filled, NAMED_VALUES + " ORDER BY ?o", union_default=union_default) == ["1", "2"]


def test_writing_a_graph_replaces_it_and_loading_adds_to_it(filled: Store) -> None:
    """After write_graph nothing of the old graph is left; load keeps it. Other graphs stay."""
    filled.write_graph(A, b"<http://example.org/s> <http://example.org/p> 5 .", Format.TURTLE)
    assert values(filled) == ["2", "5"]
    filled.load(io.BytesIO(b"<http://example.org/s> <http://example.org/p> 6 ."), Format.TURTLE, A)
    assert values(filled) == ["2", "5", "6"]


def test_relative_iris_are_relative_to_the_graphs_name(store: Store) -> None:
    """What is written or loaded into a named graph has its name as base, first into an empty store and later too."""
    data = b"<> <p> <#f> ."
    written = [f"<{A}>", "<http://example.org/graph/p>", f"<{A}#f>", "."]
    store.load(data, Format.TURTLE, A)
    assert store.read_graph(A, Format.N_TRIPLES).read().decode().split() == written
    for write in (store.write_graph, lambda name, data, media: store.load(data, media, name)):
        write(A, data, Format.TURTLE)
        assert store.read_graph(A, Format.N_TRIPLES).read().decode().split() == written


def test_the_stores_own_default_graph_has_no_name(store: Store, engine: Engine) -> None:
    """None is the default graph: written, read and emptied like any other, if there is one."""
    if not engine.has_default_graph:
        with pytest.raises(QueryFailed, match="no default graph that can be written"):
            store.write_graph(None, b"<http://example.org/s> <http://example.org/p> 5 .", Format.TURTLE)
        assert Graph().parse(store.read_graph(None).read(), format="turtle").serialize(format="nt") == ""
        return
    store.write_graph(None, b"<http://example.org/s> <http://example.org/p> 5 .", Format.TURTLE)
    assert values(store, union_default=False) == ["5"]
    assert store.graph_names() == []
    assert b"5" in store.read_graph(None).read()
    store.remove_graph(None)
    assert store.size() == 0


def test_a_graph_that_is_not_there_is_unknown(filled: Store) -> None:
    """Reading or removing a graph of no such name is refused."""
    with pytest.raises(UnknownGraph):
        filled.read_graph(C)
    with pytest.raises(UnknownGraph):
        filled.remove_graph(C)
    filled.remove_graph(A)
    assert filled.graph_names() == [B]


def test_data_in_the_wrong_format_are_refused_and_change_nothing(filled: Store) -> None:
    """Turtle that breaks off is refused, and the graph is as it was."""
    for write in (filled.write_graph, lambda name, data, media: filled.load(data, media, name)):
        with pytest.raises(DataSyntaxError):
            write(A, b"<http://example.org/s> <http://example.org/p> 7 . <http://broken", Format.TURTLE)
    assert values(filled) == ["1", "2"]


@pytest.mark.parametrize("media", [Format.N_QUADS, Format.TRIG, Format.JSON_LD])
def test_a_dump_can_be_loaded(filled: Store, engine: Engine, media: Format) -> None:
    """What is dumped, and loaded into an empty store, is the same dataset."""
    if engine.has_default_graph:
        filled.update("INSERT DATA { <http://example.org/s> <http://example.org/p> 0 }")
    with EmbeddedStore() as other:
        other.load(filled.dump(media).read(), media)
        assert values(other, union_default=False) == (["0"] if engine.has_default_graph else [])
        assert values(other, default_graphs=[A]) == ["1"]
        assert values(other, default_graphs=[B]) == ["2"]


def test_a_dataset_is_loaded_or_refused(filled: Store, engine: Engine) -> None:
    """N-Quads are added graph by graph; a server that only keeps to the standard takes one graph at a time."""
    quads = f"<{S}> <{P}> <{S}> <{C}> .".encode()
    if engine.reads_uploads and not engine.takes_datasets:
        with pytest.raises(FormatNotOffered, match="one graph at a time"):
            filled.load(quads, Format.N_QUADS)
        return
    filled.load(quads, Format.N_QUADS)
    assert filled.graph_names() == [A, B, C]
    with pytest.raises(DataSyntaxError):
        filled.load(b"<http://example.org/s> nonsense", Format.N_QUADS)
    assert filled.size() == 3


def test_a_graph_is_no_format_for_a_dump(filled: Store) -> None:
    """Turtle cannot hold named graphs, so nothing is dumped as Turtle."""
    with pytest.raises(FormatNotOffered):
        filled.dump(Format.TURTLE)


def test_replacing_graphs_is_together_or_not_at_all(filled: Store) -> None:
    """Where one of the graphs cannot be written, none is."""
    filled.replace({A: [(S, P, Literal(3))], C: [(S, P, Literal(4))]})
    assert values(filled) == ["2", "3", "4"]
    with pytest.raises(DataSyntaxError):
        filled.replace({A: [(S, P, Literal(8))], B: [(S, P, URIRef("http://no iri/>"))]})
    assert values(filled) == ["2", "3", "4"]
    filled.replace({A: [], C: []})
    assert filled.graph_names() == [B]


def test_a_store_for_reading_only_refuses_every_write(filled: Store, open_again: Callable[[bool], Store]) -> None:
    """Each of the writing methods is refused before anything is done."""
    filled.close()
    with open_again(True) as reader:
        assert reader.read_only
        writes: list[Callable[[], None]] = [
            lambda: reader.update("DROP ALL"),
            lambda: reader.write_graph(A, b"", Format.TURTLE),
            lambda: reader.load(b"", Format.TURTLE, A),
            lambda: reader.remove_graph(B),
            lambda: reader.replace({A: []}),
        ]
        for write in writes:
            with pytest.raises(ReadOnly):
                write()


def test_an_answer_can_be_pushed_or_pulled(filled: Store) -> None:
    """write, read and chunk by chunk give the same bytes."""
    pushed = io.BytesIO()
    filled.query(VALUES).write(pushed)
    assert pushed.getvalue() == filled.query(VALUES).read() == b"".join(filled.query(VALUES))


def test_a_long_answer_comes_in_chunks(store: Store) -> None:
    """An answer of several megabytes is the same bytes in many chunks."""
    row = "x" * 1000
    text = f'SELECT ?a {{ VALUES ?a {{ {" ".join(str(n) for n in range(2000))} }} BIND("{row}" AS ?b) }}'
    long = text.replace("SELECT ?a", "SELECT ?a ?b")
    chunks = list(store.query(long, formats={Form.BINDINGS: Format.TSV}))
    assert len(chunks) > 10
    assert b"".join(chunks).count(row.encode()) == 2000


def test_an_answer_that_the_server_cut_is_refused(store: Store, engine: Engine) -> None:
    """Where a server gives 10,000 rows of 10,001, tables, graphs and dumps are errors; elsewhere they are whole."""
    store.write_graph(A, b"\n".join(f"<{S}> <{P}> {n} .".encode() for n in range(10_001)), Format.TURTLE)
    answers: list[Callable[[], Answer]] = [
        lambda: store.query("SELECT ?o WHERE { ?s ?p ?o }"),
        lambda: store.query("CONSTRUCT WHERE { ?s ?p ?o }", formats={Form.GRAPH: Format.N_TRIPLES}),
        lambda: store.query("CONSTRUCT WHERE { ?s ?p ?o }", formats={Form.GRAPH: Format.TURTLE}),
        lambda: store.read_graph(A, Format.N_TRIPLES),
        store.dump,
    ]
    for answer in answers:
        if engine.limits_path:
            with pytest.raises(QueryTooLarge, match="10000 rows"):
                answer().read()
        else:
            assert b"10000" in answer().read()
    assert values(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == ["10001"]


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_a_query_ends_at_its_time_limit(store: Store) -> None:
    """A query that would run for hours is a QueryTimeout within seconds, in whichever format, and no short answer."""
    store.write_graph(A, b"\n".join(f"<{S}{n}> <{P}> {n} .".encode() for n in range(2000)), Format.TURTLE)
    product = "{ ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER(?b + ?d + ?f < 0) }"
    assert isinstance(store, RemoteStore)
    for text, form, media in (
        (f"SELECT (COUNT(*) AS ?n) {product}", Form.BINDINGS, Format.JSON),
        (f"SELECT * {product}", Form.BINDINGS, Format.CSV),
        (f"ASK {product}", Form.BOOLEAN, Format.JSON),
        (f"CONSTRUCT {{ ?a ?p ?f }} WHERE {product}", Form.GRAPH, Format.TURTLE),
    ):
        begun = time.monotonic()
        with pytest.raises(QueryTimeout):
            store.query(text, formats={form: media}, timeout=1).read()
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("kind", ["oxigraph", "standard", "virtuoso"], indirect=True)
def test_a_server_is_recognised(store: Store, kind: str) -> None:
    """A server is known by what it calls itself, unless the engine is given."""
    assert isinstance(store, RemoteStore)
    assert store.engine.name == {"oxigraph": "Oxigraph", "standard": "the standard", "virtuoso": "Virtuoso"}[kind]


def test_writers_do_not_lose_each_others_writes(store: Store) -> None:
    """Four threads that each add one to a counter ten times leave it at forty."""
    store.replace({A: [(S, P, Literal(0))]})
    graph = f"GRAPH <{A}> {{{{ ?s ?p {{}} }}}}"
    old, new = graph.format("?o"), graph.format("?n")

    def count() -> None:
        for _ in range(10):
            store.update(f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ {old} BIND(?o + 1 AS ?n) }}")

    with ThreadPoolExecutor(4) as writers:
        for writer in [writers.submit(count) for _ in range(4)]:
            writer.result()
    assert values(store) == ["40"]
