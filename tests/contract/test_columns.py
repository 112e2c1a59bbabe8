"""Queries that are answered from columns: the answer is the engine's, for all data, or it is left to the engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from graph.store.embedded import EmbeddedStore, MergedCopy
from graph.store.embedded.columns.answering import Columns
from graph.store.embedded.columns.asking import read
from graph.store.embedded.columns.building import build_columns
from graph.store.embedded.columns.syntax import NotInColumns
from graph.store.errors import QuerySyntaxError
from graph.store.formats import DEFAULT_FORMATS

MEGABYTE = 1024 * 1024
PREFIXES = "PREFIX e: <http://e/>\n"

# Of each predicate the objects are of the kinds that its name says, `any` of all.
AWKWARD = """
    PREFIX e: <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    INSERT DATA {
      GRAPH e:g {
        e:a e:knows e:b, e:c, <http://e/a!>, <http://e/九?q=1&r=(2)> ; a e:C ;
            e:text "tab\\t quote\\" line\\n slash\\\\n \\u0000\\u0001",
            "", "示范 资金", "b" ; e:size 1, 20, -3 ;
            e:label "九"@zh, "nine"@en, "Neun"@de-AT ; e:any e:b, "1", 1, 1.0, [] .
        e:b e:knows e:a, e:b ; a e:C, e:D ; e:size 20 ; e:label "zwei"@de ; e:text "b", "\\\\", "\\\\\\\\n" ;
            e:any true, "2025"^^xsd:gYear, "2025-01-02"^^xsd:date, "99999999999999999999"^^xsd:integer .
        e:c e:knows <http://e/a!> ; a e:D ; e:text "ß", "🦆🦆x", "<b>&amp;</b>" ; e:any "x"^^e:type, "九"@zh, 1e0 .
        <http://e/a!> e:knows e:d ; e:size 7 .
      }
      GRAPH e:h { e:a e:knows e:b ; e:text "b" ; a e:C . e:d e:knows e:e ; a e:C . e:e e:text "e" ; e:any e:e }
      e:a e:knows e:b ; a e:C . e:e a e:D .
    }"""


def always(*_pattern: object) -> bool:
    """Every pattern counts as one of many triples, so that small data are answered from columns too."""
    return True


class Both:
    """The same data in columns and in the engine."""

    def __init__(self, store: EmbeddedStore, folder: Path) -> None:
        self._file = folder / "columns"
        self.engine: MergedCopy = store.merged_copy()
        build_columns(self.engine, self._file, 64 * MEGABYTE, 256 * MEGABYTE)
        self.columns = Columns(self._file, 256 * MEGABYTE)

    def compare(self, query: str, *, order: str | None = None) -> bool:
        """Ask both, and say whether the columns had an answer; rows are compared as a bag, an order by its column."""
        try:
            [
                *self.columns.lines(read(PREFIXES + query, always))
            ]  # where it is left to the engine, that is meant and no failure
        except NotInColumns:
            return False
        quick = self.columns.answer(read(PREFIXES + query, always), DEFAULT_FORMATS)
        assert quick is not None
        found, expected = json.loads(quick.read()), json.loads(self.engine.query(PREFIXES + query).read())
        assert found["head"] == expected["head"], query
        rows, others = found["results"]["bindings"], expected["results"]["bindings"]
        if "LIMIT" in query:
            assert len(rows) == len(others), query
        else:
            assert Counter(map(_key, rows)) == Counter(map(_key, others)), query
        if order is not None:
            assert [row.get(order) for row in rows] == [row.get(order) for row in others], query
        return True


def _key(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The awkward data."""
    with EmbeddedStore() as store:
        store.update(AWKWARD)
        yield Both(store, tmp_path_factory.mktemp("columns"))


ANSWERED = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p",
    "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s e:any ?o }",
    "SELECT (SUM(?n) AS ?sum) (MIN(?n) AS ?least) (MAX(?n) AS ?most) { ?s e:size ?n }",
    "SELECT (SUM(?n) AS ?sum) (MIN(?n) AS ?least) (COUNT(*) AS ?number) { ?s e:size ?n FILTER(?n > 100) }",
    "SELECT (MIN(?t) AS ?first) (MAX(?s) AS ?last) { ?s e:text ?t }",
    "SELECT ?s (SUM(DISTINCT ?n) AS ?sum) { ?s e:size ?n ; a ?c } GROUP BY ?s HAVING(SUM(?n) > 5) ORDER BY ?s",
    "SELECT DISTINCT ?c { ?s a ?c ; e:knows+ ?o } ORDER BY ?c",
    "SELECT ?s ?o { ?s e:knows+ ?o }",
    "SELECT ?o { e:a e:knows* ?o } ORDER BY ?o",
    "SELECT ?s { ?s e:knows* e:d . }",
    "SELECT ?s { ?s ^e:knows+ e:d . }",
    "SELECT ?s { e:d ^e:knows* ?s . }",
    "SELECT ?s { ?s e:knows+ ?s . }",
    "SELECT ?s ?t { ?s e:knows/e:knows/e:text ?t }",
    "SELECT ?s ?t { ?s a/^a ?t . FILTER(?s != ?t) }",
    "SELECT ?s ?x { ?s a e:C OPTIONAL { ?s e:size ?x } }",
    "SELECT ?s (COUNT(?x) AS ?n) { ?s a e:C OPTIONAL { ?s e:label ?x . FILTER(LANG(?x) = 'de-at') } } GROUP BY ?s",
    "SELECT ?s ?x ?y { ?s a e:C OPTIONAL { ?s e:size ?x } OPTIONAL { ?s e:text ?y . FILTER(STRLEN(?y) < 3) } }",
    "SELECT ?s { ?s a e:C FILTER NOT EXISTS { ?s e:size ?x } } ORDER BY DESC(?s)",
    "SELECT ?s { ?s a e:C FILTER EXISTS { ?s e:knows ?x . FILTER(?x = e:d) } }",
    "SELECT ?s { ?s a e:C OPTIONAL { ?s e:size ?x } FILTER(!BOUND(?x)) }",
    "SELECT ?t { ?s e:text ?t } ORDER BY ?t",
    "SELECT ?t { ?s e:text ?t FILTER(CONTAINS(?t, '资') || STRSTARTS(?t, '<') || STRENDS(?t, 'x')) }",
    "SELECT ?o { ?s e:any ?o FILTER(CONTAINS(?o, '1')) }",
    "SELECT ?o { ?s e:any ?o FILTER(!CONTAINS(?o, '1')) }",
    "SELECT ?l { ?s e:label ?l FILTER(LANGMATCHES(LANG(?l), 'DE')) }",
    "SELECT ?k (COUNT(*) AS ?n) { ?s e:text ?t BIND(SUBSTR(?t, 2, 1) AS ?k) } GROUP BY ?k ORDER BY ?k",
    "SELECT ?s (STRLEN(?t) AS ?n) { ?s e:text ?t }",
    "SELECT ?s (STR(?s) AS ?name) { ?s e:text ?t } ORDER BY ?name",
    "SELECT ?s ?o { ?s e:knows ?o FILTER(STR(?s) < STR(?o)) }",
    "SELECT ?s ?o { ?s e:knows ?o FILTER(CONTAINS(STR(?o), '!') && ?s IN (e:a, e:b)) }",
    "SELECT ?s { ?s e:text 'b' }",
    "SELECT ?s { ?s e:text 'b' . ?s e:nothing ?o }",
    "SELECT ?a ?b { ?a a e:C . ?b a e:D }",
    "SELECT ?s { ?s e:size ?n } ORDER BY DESC(?n) LIMIT 3 OFFSET 1",
    "SELECT ?s (COUNT(*) AS ?n) { ?s e:knows ?o } GROUP BY ?s ORDER BY DESC(COUNT(*)) ?s LIMIT 2",
    "SELECT (COUNT(*) AS ?n) { e:a e:knows e:b }",
    "SELECT ?s { { ?s a e:C } UNION { ?s a e:D } }",
    "SELECT DISTINCT ?s ?x { { ?s a e:C } UNION { ?s e:size ?x } UNION { ?s e:knows/e:size ?x } }",
    "SELECT ?s ?t { { ?s a e:C } UNION { ?s a e:D } ?s e:text ?t OPTIONAL { ?s e:size ?x } }",
    "SELECT ?s (COUNT(?x) AS ?n) { { ?s a e:C } UNION { ?s e:size ?x FILTER(?x > 1) } } GROUP BY ?s",
    "SELECT ?s ?x { ?s e:knows ?x { { ?x a e:C } UNION { ?x a e:D } } }",
    "SELECT ?s ?x { ?s a e:C OPTIONAL { { ?s e:size ?x } UNION { ?s e:knows ?x } } } ORDER BY ?s",
    "SELECT ?s ?x ?y { ?s a e:C OPTIONAL { ?s e:knows ?x OPTIONAL { ?x e:size ?y } } }",
    "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s { ?s e:knows ?o } } }",
    "SELECT ?s ?n ?t { { SELECT ?s (COUNT(?o) AS ?n) { ?s e:knows ?o } GROUP BY ?s } ?s e:text ?t } ORDER BY ?n",
    "SELECT ?s (SUM(?n) AS ?m) { { SELECT ?s ?n { ?s e:size ?n ; e:knows ?t } ORDER BY ?t } ?s a ?t } GROUP BY ?s",
    "SELECT * { ?s a ?t { SELECT ?s (?o AS ?t2) { ?s e:knows ?o ; a ?t } } }",
    "SELECT ?s ?o ?t { ?o a e:C OPTIONAL { ?s e:knows ?o OPTIONAL { ?s a e:D BIND(?s AS ?t) } } }",
    "SELECT ?s ?o ?t { ?s e:knows ?o BIND(?o AS ?t) }",
    "SELECT ?s ?o { { SELECT * { ?s e:knows ?o } } }",
    "SELECT ?s ?l { ?s a ?c OPTIONAL { ?s e:label ?l . FILTER(LANG(?l) = 'en') } } ORDER BY DESC(?l) ?s",
    "SELECT ?l { ?s e:label ?l FILTER(LANG(?l) = 'en') } ORDER BY ?l",
    "SELECT ?s ?o { VALUES ?s { e:a e:b e:nobody e:a } ?s e:knows ?o }",
    "SELECT ?s ?t { ?s e:text ?t VALUES (?s ?t) { (e:a 'b') (e:c 'b') (e:d 'b') } }",
    "SELECT ?s ?o { VALUES (?s ?o) { (UNDEF UNDEF) } ?s e:knows ?o }",
    "SELECT ?s ?o { VALUES (?s ?o) { (UNDEF e:b) (UNDEF e:c) } ?s e:knows ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s e:nothing ?o }",
    "SELECT ?s (COUNT(*) AS ?n) { ?s e:nothing ?o } GROUP BY ?s",
    "SELECT (MIN(?o) AS ?m) { ?s e:knows ?o FILTER(?o = e:nobody) }",
]


@pytest.mark.parametrize("query", ANSWERED)
def test_the_answer_is_the_engines(both: Both, query: str) -> None:
    """Of each form of question that is answered from columns, all rows, as often as they come, of the same terms."""
    assert both.compare(query)


@pytest.mark.parametrize("iri", ["http://[bad", "http://a/%zz", "http://a:b:c/", "1:2"])
def test_what_is_no_iri_is_left_to_the_engine_to_refuse(both: Both, iri: str) -> None:
    """It says where in the text it stands."""
    query = f"SELECT DISTINCT ?x {{ <{iri}> ?p ?x }}"
    with pytest.raises(NotInColumns):
        read(query, both.engine.has_many)
    with pytest.raises(QuerySyntaxError):
        both.engine.query(query)


def test_a_query_that_can_begin_with_few_triples_is_left_to_the_engine(both: Both) -> None:
    """From them the engine goes on at once; whatever is asked of all is answered from columns."""
    few, all_ = (f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ {begin} e:knows ?x }}" for begin in ("e:a", "?y"))
    with pytest.raises(NotInColumns):
        read(few, both.engine.has_many)
    assert read(few, always)
    assert read(all_, both.engine.has_many)


@pytest.mark.parametrize(
    ("group", "is_few"),
    [
        ("{ e:a e:knows ?x }", True),
        ("{ ?x e:knows ?y } UNION { e:a e:knows ?x }", False),
        ("{ e:b e:knows ?x } UNION { e:a e:knows ?x }", True),
        ("{ SELECT ?x { e:a e:knows ?x } } ?x e:knows ?y", True),
        ("VALUES ?x { e:a e:b } ?x e:knows ?y", True),
        ("VALUES (?x) { (UNDEF) } ?x e:knows ?y", False),
        ("VALUES (?x ?y) { (UNDEF e:b) (e:a e:b) } ?x e:knows ?z", False),
        ("?x ^e:knows e:a . ?x ?p ?y", True),
        ("?x ?p 'b'", True),
        ("?x e:text ?t FILTER(?t = 'b')", False),
        ("?x e:knows+ e:a", True),
        ("?x ^e:knows* e:a", True),
        ("?x e:knows+ ?y", False),
    ],
)
def test_where_a_query_begins_is_told_by_its_patterns(both: Both, group: str, is_few: bool) -> None:
    """Those of groups and of queries within it, and with the values that are written out."""
    asked = f"{PREFIXES}SELECT DISTINCT ?x {{ {group} }}"
    if is_few:
        with pytest.raises(NotInColumns, match="few triples"):
            read(asked, both.engine.has_many)
    else:
        assert read(asked, both.engine.has_many)


def test_a_path_is_of_as_many_as_it_leads_to() -> None:
    """From either end; a cycle is gone round once, and what is behind the first step counts."""
    with EmbeddedStore() as store:
        chain = " . ".join(f"e:n{number} e:next e:n{(number + 1) % 50}" for number in range(50))
        store.update(f"{PREFIXES} INSERT DATA {{ GRAPH e:g {{ {chain} }} }}")
        begin, step = ox.NamedNode("http://e/n7"), ox.NamedNode("http://e/next")
        for has_many in (store.has_many, store.merged_copy().has_many):
            assert not has_many(begin, step, None, 2, False)
            assert has_many(begin, step, None, 50, True)
            assert has_many(None, step, begin, 50, True)
            assert not has_many(begin, step, None, 51, True)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?o { ?s e:any ?o } ORDER BY ?o",
        "SELECT ?l { ?s e:label ?l } ORDER BY ?l",
        "SELECT ?o { ?s e:any ?o FILTER(?o = 1) }",
        "SELECT ?o { ?s e:any ?o FILTER(?o > 1) }",
        "SELECT (SUM(?o) AS ?n) { ?s e:any ?o }",
        "SELECT (AVG(?o) AS ?n) { ?s e:size ?o }",
        "SELECT (GROUP_CONCAT(?o) AS ?n) { ?s e:text ?o }",
        "SELECT ?s { ?s e:text ?o FILTER(REGEX(?o, 'b')) }",
        "SELECT ?s { ?s e:text ?o FILTER(?o) }",
        "SELECT ?s { ?s e:knows* ?o }",
        "SELECT ?s { ?s e:knows? ?o }",
        "SELECT ?s { ?s e:knows|e:any ?o }",
        "SELECT ?s { ?s (e:knows/e:knows)+ ?o }",
        "SELECT ?s { ?s !e:knows ?o }",
        "SELECT ?s { { ?s a e:C } UNION { ?x a e:D } ?s e:size ?y }",
        "SELECT ?s { ?s a e:C { SELECT ?s { ?s e:size ?n } ORDER BY ?n LIMIT 1 } }",
        "SELECT ?s { { ?s a e:C FILTER NOT EXISTS { ?s e:size ?n } } }",
        "SELECT ?s { ?s a e:C { ?x a e:D FILTER(?s != ?x) } }",
        "SELECT ?s { VALUES ?s { e:a e:nobody } }",
        "SELECT ?s { VALUES (?s ?o) { (e:a UNDEF) (UNDEF e:b) } ?s e:knows ?o }",
        "SELECT ?s { VALUES ?n { 1 } ?s e:size ?n }",
        "SELECT ?l { ?s e:label ?l FILTER(LANG(?l) = 'en' || LANG(?l) = 'zh') } ORDER BY ?l",
        "SELECT ?s { GRAPH ?g { ?s a e:C } }",
        "SELECT ?s FROM e:g { ?s a e:C }",
        "SELECT ?s { ?s e:size 1 }",
        "SELECT ?s { ?s e:size ?n OPTIONAL { ?s e:label ?x } ?s e:any ?x }",
        "SELECT ?s { BIND(STR(?s) AS ?t) ?s a e:C }",
        "SELECT ?s { ?s a e:C FILTER(?s <http://e/a> ?s) }",
        "SELECT ?s { ?s a e:C FILTER(?nobody = e:a) }",
        "SELECT ?nobody { ?s a e:C }",
        "SELECT ?s (COUNT(*) AS ?n) { ?s a ?c }",
        "SELECT ?s { ?s a e:C",
        "SELECT ?s { ?s a e:C } LIMIT 1",
        "PREFIX geo: <http://www.opengis.net/ont/geosparql#> SELECT ?s { ?s geo:sfWithin ?o }",
        "ASK { ?s a e:C }",
        "CONSTRUCT WHERE { ?s a e:C }",
        "",
    ],
)
def test_what_might_differ_is_left_to_the_engine(both: Both, query: str) -> None:
    """Values that may be of several kinds, what is not read here, and what is wrong."""
    try:
        asked = read(PREFIXES + query, always)
    except NotInColumns:
        return
    assert both.columns.answer(asked, DEFAULT_FORMATS) is None


@pytest.mark.parametrize("term", ["<<( e:a e:b e:c )>>", '"x"@ar--rtl'])
def test_data_of_rdf_1_2_have_no_columns(tmp_path: Path, term: str) -> None:
    """Triples as terms, and texts with a direction: the engine answers all."""
    with EmbeddedStore() as store:
        store.update(f"PREFIX e: <http://e/> INSERT DATA {{ e:a e:p {term} }}")
        with pytest.raises(duckdb.Error):
            build_columns(store, tmp_path / "columns", MEGABYTE, 100 * MEGABYTE)


TERMS = st.sampled_from(["e:a", "e:b", "e:c", "1", "2", "'b'", "'c'", "'b'@en", "1.5", "true", "_:b"])
TRIPLES = st.tuples(
    st.sampled_from(["e:a", "e:b", "e:c", "_:b"]), st.sampled_from(["e:knows", "e:text", "e:size", "e:any", "a"]), TERMS
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["e:g", "e:h"]), st.lists(TRIPLES, max_size=12)))
def test_the_kinds_of_terms_decide_for_any_data(graphs: dict[str, list[tuple[str, str, str]]]) -> None:
    """Whatever terms stand with a predicate, a question is answered as by the engine or left to it."""
    with EmbeddedStore() as store, TemporaryDirectory() as folder:
        for graph, triples in graphs.items():
            statements = " . ".join(map(" ".join, triples))
            store.update(f"{PREFIXES} INSERT DATA {{ GRAPH {graph} {{ {statements} }} }}")
        both = Both(store, Path(folder))
        for query in ANSWERED:
            both.compare(query)


VARIABLES = st.sampled_from(["?x", "?y", "?z"])
RESOURCES = st.sampled_from(["e:a", "e:b", "<http://e/a!>", "e:nobody"])
PATHS = st.sampled_from(
    [
        "e:knows",
        "e:knows",
        "^e:knows",
        "e:knows+",
        "e:knows/a",
        "a",
        "e:text",
        "e:size",
        "e:any",
        "?p",
    ]
)
CONDITIONS = st.sampled_from(
    [
        "?x != ?y",
        "STR(?x) <= STR(?y)",
        "?z > 1",
        "?y = 'b'",
        "CONTAINS(?y, 'b')",
        "!(STRLEN(?y) = 1)",
        "?x = e:a || CONTAINS(STR(?y), '2')",
        "BOUND(?z) && ?y != e:b",
        "LANG(?y) = ''",
    ]
)


SELECTED = st.sampled_from(["*", "?x", "DISTINCT ?x", "DISTINCT ?x ?y", "(?x AS ?y)", "?y (STR(?x) AS ?t)"])


@st.composite
def patterns(draw: st.DrawFn, most: int = 3) -> str:
    """Some triple patterns."""
    return " . ".join(
        f"{draw(VARIABLES | RESOURCES)} {draw(PATHS)} {draw(VARIABLES | RESOURCES)}"
        for _ in range(draw(st.integers(1, most)))
    )


@st.composite
def groups(draw: st.DrawFn) -> str:
    """What stands in braces."""
    parts = [draw(patterns())]
    extras = {
        "optional": lambda: f"OPTIONAL {{ {draw(patterns(2))} }}",
        "filter": lambda: f"FILTER({draw(CONDITIONS)})",
        "exists": lambda: f"FILTER {draw(st.sampled_from(['', 'NOT ']))}EXISTS {{ {draw(patterns(2))} }}",
        "bind": lambda: "BIND(SUBSTR(STR(?x), 9) AS ?k)",
        "alias": lambda: (
            f"OPTIONAL {{ {draw(patterns(1))} OPTIONAL {{ {draw(patterns(1))} BIND({draw(VARIABLES)} AS ?k) }} }}"
        ),
        "union": lambda: " UNION ".join(f"{{ {draw(patterns(2))} }}" for _ in range(draw(st.integers(1, 3)))),
        "select": lambda: f"{{ SELECT {draw(SELECTED)} {{ {draw(patterns(2))} }} }}",
        "groups": lambda: f"{{ SELECT ?x (COUNT({draw(VARIABLES)}) AS ?c) {{ {draw(patterns(2))} }} GROUP BY ?x }}",
        "nested": lambda: (
            f"OPTIONAL {{ {draw(patterns(1))} OPTIONAL {{ {draw(patterns(1))} FILTER({draw(CONDITIONS)}) }} }}"
        ),
        "values": lambda: (
            f"VALUES {draw(VARIABLES)} {{ {' '.join(draw(st.lists(RESOURCES, min_size=1, max_size=3)))} }}"
        ),
    }
    for name in draw(st.lists(st.sampled_from(sorted(extras)), max_size=2, unique=True)):
        parts.append(extras[name]())
    return " . ".join(parts)


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, str | None]:
    """A query, and the column that it is sorted by."""
    group = draw(groups())
    key = draw(st.sampled_from(["x", "y", "k"]))
    ordered = draw(st.booleans())
    direction = draw(st.sampled_from(["?{}", "DESC(?{})"]))
    kind = draw(st.sampled_from(["all", "distinct", "groups", "count", "sum"]))
    if kind == "groups":
        aggregate = draw(st.sampled_from(["COUNT(*)", "COUNT(?z)", "COUNT(DISTINCT ?y)", "MIN(?z)", "SUM(?z)"]))
        having = draw(st.sampled_from(["", " HAVING(COUNT(*) > 1)"]))
        text, column = (
            f"SELECT ?{key} ({aggregate} AS ?n) {{ {group} }} GROUP BY ?{key}{having}",
            draw(st.sampled_from([key, "n"])),
        )
    elif kind in ("count", "sum"):
        function = "COUNT(DISTINCT ?x)" if kind == "count" else "SUM(?z)"
        return f"SELECT ({function} AS ?n) {{ {group} }}", None
    else:
        text, column = f"SELECT {'DISTINCT ?' + key if kind == 'distinct' else '*'} {{ {group} }}", key
    return (f"{text} ORDER BY {direction.format(column)}", column) if ordered else (text, None)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries())
def test_any_question_has_the_engines_answer_or_none(both: Both, asked: tuple[str, str | None]) -> None:
    """Whatever is put together from patterns, paths, groups, filters and aggregates."""
    query, order = asked
    event(f"answered: {both.compare(query, order=order)}")
