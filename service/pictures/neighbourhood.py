"""A part of the graph to look at: some things, what they are linked to, and the shortest ways between two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, literal_text
from ontology.namespaces import ONTOLOGY, sparql_prologue
from service.words.labels import read_labels

MOST_NODES = 200
MOST_LINKS = 80  # of one thing
MOST_EXPANDED = 20

# What links things, and whether it is shown where nobody chooses. A transitive relation is shown as it is stated.
RELATIONS: Mapping[str, bool] = {
    "responsibleUnit": True,
    "contributesTo": True,
    "concernsPlace": True,
    "concernsProject": True,
    "concernsFacility": True,
    "concernsBrand": True,
    "concernsIndustry": True,
    "concernsProgramme": True,
    "concernsPolicy": True,
    "concernsEvent": True,
    "concernsOrganization": True,
    "locatedAt": True,
    "within": True,
    "serves": True,
    "hasTarget": True,
    "partOf": True,
    "collaboratesWith": False,
    "activeIn": False,
}
USUAL = tuple(name for name, is_usual in RELATIONS.items() if is_usual)
_TRANSITIVE = ("within", "partOf")

# What a thing is shown as: the first of these classes that it has.
_KINDS: Mapping[str, str] = {
    "CollectiveUnit": "unit",
    **{
        name: name.lower()
        for name in (
            *("Unit", "Place", "Project", "Facility", "Brand", "Industry", "Programme", "Policy", "Event"),
            *("Organization", "Goal", "Task", "Principle", "Safeguard", "Section", "Target", "Plan"),
        )
    },
}
KINDS = (*dict.fromkeys(_KINDS.values()), "other")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that is shown."""

    iri: str
    label: str
    kind: str
    is_expanded: bool
    links: int  # of those that are shown


@dataclass(frozen=True, slots=True)
class Edge:
    """One thing's relation to another."""

    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is shown, how much of each kind there would be, and whether something was left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    labels: Mapping[str, str]  # of things and relations
    kinds: Mapping[str, int]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: things to expand, links to show besides, and which kinds and relations to keep."""

    focus: str
    expanded: tuple[str, ...]
    way: tuple[Edge, ...] = ()
    kinds: tuple[str, ...] = ()  # none: all
    relations: tuple[str, ...] = USUAL


def read_neighbourhood(store: Store, wanted: Wanted, inferred: str, language: str) -> Neighbourhood:
    """What is to be seen; `inferred` is how the names of the graphs of what is inferred begin."""
    edges, is_cut = list(wanted.way), False
    for thing in wanted.expanded:
        found = _edges_of(store, thing, wanted.relations, inferred)
        is_cut |= len(found) > MOST_LINKS
        edges += found[:MOST_LINKS]
    edges = _without_doubles(edges)
    pinned = dict.fromkeys((wanted.focus, *wanted.expanded, *_ends(wanted.way)))
    things = dict.fromkeys((*pinned, *_ends(edges)))
    kinds = read_kinds(store, things)
    chosen = [iri for iri in things if iri in pinned or not wanted.kinds or kinds[iri] in wanted.kinds]
    shown = frozenset(chosen[:MOST_NODES])
    kept = tuple(edge for edge in edges if edge.source in shown and edge.target in shown)
    labels = read_labels(store, (*shown, *(str(ONTOLOGY[edge.relation]) for edge in kept)), language)
    degrees = Counter(end for edge in kept for end in {edge.source, edge.target})
    nodes = (Node(iri, labels[iri], kinds[iri], iri in wanted.expanded, degrees[iri]) for iri in chosen if iri in shown)
    return Neighbourhood(tuple(nodes), kept, labels, Counter(kinds.values()), is_cut or len(chosen) > MOST_NODES)


def edges_of_rows(rows: Iterable[Mapping[str, object]]) -> tuple[Edge, ...]:
    """The links in the rows that the question of what links two things answers with."""
    return tuple(Edge(str(row["from"]), _local(str(row["property"])), str(row["to"])) for row in rows)


def _edges_of(store: Store, thing: str, relations: Collection[str], inferred: str) -> list[Edge]:
    """The links of a thing in both directions, one more than are shown at most."""
    properties = " ".join(iri_text(str(ONTOLOGY[name])) for name in relations)
    transitive = ", ".join(iri_text(str(ONTOLOGY[name])) for name in _TRANSITIVE)
    it = iri_text(thing)
    query = f"""SELECT DISTINCT ?from ?property ?to WHERE {{
      VALUES ?property {{ {properties} }}
      {{ {it} ?property ?to . BIND({it} AS ?from) }} UNION {{ ?from ?property {it} . BIND({it} AS ?to) }}
      FILTER(ISIRI(?to))
      FILTER(?property NOT IN ({transitive}) || EXISTS {{
        GRAPH ?graph {{ ?from ?property ?to }} FILTER(!STRSTARTS(STR(?graph), {literal_text(inferred)}))
      }})
    }} ORDER BY ?property ?from ?to LIMIT {MOST_LINKS + 1}"""
    return list(edges_of_rows(select(store, sparql_prologue() + query).records))


def _without_doubles(edges: Iterable[Edge]) -> list[Edge]:
    """Each link once; that something is concerned is left out where it is said as what."""
    kept = list(dict.fromkeys(edges))
    told = {(edge.source, edge.target) for edge in kept if edge.relation != "concerns"}
    return [edge for edge in kept if edge.relation != "concerns" or (edge.source, edge.target) not in told]


def _ends(edges: Iterable[Edge]) -> list[str]:
    return [end for edge in edges for end in (edge.source, edge.target)]


def read_kinds(store: Store, things: Iterable[str]) -> dict[str, str]:
    """What each thing is shown as."""
    listed = list(things)
    values = " ".join(map(iri_text, listed))
    rows = select(store, f"SELECT DISTINCT ?thing ?class {{ VALUES ?thing {{ {values} }} ?thing a ?class }}").records
    classes: dict[str, set[str]] = {}
    for row in rows:
        classes.setdefault(str(row["thing"]), set()).add(_local(str(row["class"])))
    return {
        iri: next((kind for name, kind in _KINDS.items() if name in classes.get(iri, ())), "other") for iri in listed
    }


def _local(iri: str) -> str:
    return iri.removeprefix(str(ONTOLOGY))
