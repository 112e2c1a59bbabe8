"""The generated city: the same for the same seed, and like the real plan where it was measured."""

from __future__ import annotations

from collections import Counter

import pyoxigraph
import pytest
from bench.city.generator import generate
from bench.city.shape import Shape, measure
from bench.data import BASE
from rdflib import RDF, Graph

from graph.model import Triple
from graph.pipeline import build_folder
from graph.plan_folder import bundled_plans

TRIPLES = 30_000
PLAN = "https://w3id.org/plangraph/ontology#"
# What a spatial relation rests on: a generated city has no geometries, and says nothing of it (docs/benchmarks.md).
NOT_GENERATED = {*map(str, (RDF.subject, RDF.predicate, RDF.object)), f"{PLAN}basis"}


@pytest.fixture(scope="module")
def real() -> list[Triple]:
    """The stated graph of the real plan."""
    return list(build_folder(next(iter(bundled_plans())), BASE).graph.stated.triples)


@pytest.fixture(scope="module")
def shape(real: list[Triple]) -> Shape:
    """What the real plan is like."""
    return measure(real)


@pytest.fixture(scope="module")
def lines(shape: Shape) -> list[str]:
    """A small city."""
    return list(generate(shape, TRIPLES, seed=7, base=BASE))


@pytest.fixture(scope="module")
def store(lines: list[str]) -> pyoxigraph.Store:
    """The small city, read by an engine."""
    store = pyoxigraph.Store()
    store.load("".join(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)
    return store


def ask(store: pyoxigraph.Store, query: str) -> bool:
    """The answer of an ASK over the union of all graphs."""
    prologue = f"PREFIX plan: <{PLAN}> PREFIX oa: <http://www.w3.org/ns/oa#>"
    return bool(store.query(f"{prologue} ASK {{ {query} }}", use_default_graph_as_union=True))


def select(store: pyoxigraph.Store, query: str) -> pyoxigraph.QuerySolutions:
    """The solutions of a SELECT over the union of all graphs."""
    solutions = store.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return solutions


def count(store: pyoxigraph.Store, what: str, pattern: str) -> int:
    """How many different things match."""
    query = f"PREFIX plan: <{PLAN}> SELECT (COUNT(DISTINCT {what}) AS ?n) {{ {pattern} }}"
    return int(next(iter(select(store, query)))["n"].value)


def test_the_same_seed_gives_the_same_city(shape: Shape, lines: list[str]) -> None:
    """Seed and size decide every line."""
    assert list(generate(shape, TRIPLES, seed=7, base=BASE)) == lines


def test_another_seed_gives_another_city(shape: Shape, lines: list[str]) -> None:
    """Another seed gives other names and other numbers."""
    assert list(generate(shape, TRIPLES, seed=8, base=BASE)) != lines


@pytest.mark.parametrize("triples", [10_000, 30_000])
def test_a_city_has_as_many_triples_as_asked_for(shape: Shape, triples: int) -> None:
    """The last plan is cut short so that the number is met within a fiftieth."""
    written = sum(1 for _ in generate(shape, triples, seed=1, base=BASE))
    assert abs(written - triples) <= triples / 50


def test_no_statement_is_written_twice(lines: list[str], store: pyoxigraph.Store) -> None:
    """Every line is a quad of its own."""
    assert len(store) == len(lines)


def test_every_quote_is_what_the_text_says(store: pyoxigraph.Store) -> None:
    """The characters that a citation points to are the ones it quotes."""
    rows = select(
        store,
        f"PREFIX plan: <{PLAN}> PREFIX oa: <http://www.w3.org/ns/oa#>"
        "SELECT ?text ?start ?end ?exact { ?target oa:hasSource/plan:text ?text ; oa:hasSelector ?p, ?q ."
        " ?p oa:start ?start ; oa:end ?end . ?q oa:exact ?exact }",
    )
    cited = [(row["text"].value[int(row["start"].value) : int(row["end"].value)], row["exact"].value) for row in rows]
    assert cited
    assert all(said == quoted for said, quoted in cited)


def test_a_unit_works_in_several_plans(store: pyoxigraph.Store) -> None:
    """The plans of one town share its units."""
    assert ask(
        store,
        "?a plan:responsibleUnit ?unit ; plan:partOf ?p . ?p a plan:Plan ."
        "?b plan:responsibleUnit ?unit ; plan:partOf ?q . ?q a plan:Plan . FILTER(?p != ?q)",
    )


def test_places_lie_within_a_town_a_district_and_the_city(store: pyoxigraph.Store) -> None:
    """The hierarchy of places has the depth of the real one."""
    assert ask(store, "?place plan:within/plan:within/plan:within/plan:within ?region")


def test_what_is_inferred_follows_from_what_is_stated(store: pyoxigraph.Store) -> None:
    """Two units of one task collaborate, both ways, and are active where the task is."""
    shared = "?task a plan:Task ; plan:responsibleUnit ?a, ?b . FILTER(?a != ?b)"
    assert ask(store, shared)
    assert not ask(store, f"{shared} FILTER NOT EXISTS {{ ?a plan:collaboratesWith ?b . ?b plan:collaboratesWith ?a }}")
    assert not ask(
        store, "?task plan:inArea ?place ; plan:responsibleUnit ?unit FILTER NOT EXISTS { ?unit plan:activeIn ?place }"
    )


def test_a_whole_plan_uses_the_terms_of_the_real_one(real: list[Triple], lines: list[str]) -> None:
    """Every property that the real plan uses twenty times is used, in about the same share."""
    stated = [line for line in lines if "/graph/plan/" in line]
    generated = Counter(line.split(" ", 2)[1][1:-1] for line in stated)
    used = Counter(str(name) for _, name, _ in real if str(name) not in NOT_GENERATED)
    for term, times in used.items():
        if times >= 20:
            share = generated[term] / len(stated) / (times / used.total())
            assert 0.6 < share < 1.6, f"{term}: {share:.2f} of its share in the real plan"


def test_a_task_has_as_many_units_as_in_the_real_plan(shape: Shape, store: pyoxigraph.Store) -> None:
    """Units are shared out as in the real plan, on average."""
    tasks = count(store, "?task", "?task a plan:Task")
    units = count(store, "?part", "?part a plan:Responsibility")
    assert units / tasks == pytest.approx(sum(shape.units_per_task) / len(shape.units_per_task), rel=0.2)


def test_a_city_measures_as_the_plan_does(shape: Shape, lines: list[str]) -> None:
    """Measuring a generated plan gives lengths near to those it was generated from."""
    first = next(line for line in lines if "/graph/plan/" in line).rsplit(" ", 2)[1]
    graph = Graph().parse(
        data="".join(line.replace(f" {first} .", " .") for line in lines if f" {first} ." in line), format="nt"
    )
    again = measure(graph)
    for kind in ("task", "principle", "safeguard"):
        real_mean = sum(shape.text_lengths[kind]) / len(shape.text_lengths[kind])
        assert sum(again.text_lengths[kind]) / len(again.text_lengths[kind]) == pytest.approx(real_mean, rel=0.15)
