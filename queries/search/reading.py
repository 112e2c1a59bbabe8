"""What is searched, read from the store: the named things of a graph, and the sentences of its plan's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib import RDF
from rdflib.namespace import RDFS, SKOS

from graph.store.answer import Plain
from graph.store.sparql_text import iri_text, is_iri
from ontology.namespaces import ONTOLOGY, sparql_prologue
from queries.search.found import Context, Kind, Sentence, Thing
from queries.search.sentences import Passage, sentences
from queries.search.source import Source, table

_BATCH = 250  # things that are read with one query

# The classes of what is found, and as what; where a thing has several, the first counts.
_KINDS: Mapping[str, Kind] = {
    str(ONTOLOGY[name]): kind
    for name, kind in (
        ("Task", Kind.TASK),
        ("Goal", Kind.GOAL),
        ("Principle", Kind.PRINCIPLE),
        ("Safeguard", Kind.SAFEGUARD),
        ("Section", Kind.SECTION),
        ("Plan", Kind.PLAN),
        ("Unit", Kind.UNIT),
        ("CollectiveUnit", Kind.UNIT),
        ("Place", Kind.PLACE),
        ("Project", Kind.PROJECT),
        ("Facility", Kind.FACILITY),
        ("Brand", Kind.BRAND),
        ("Industry", Kind.INDUSTRY),
        ("Programme", Kind.PROGRAMME),
        ("Policy", Kind.POLICY),
        ("Event", Kind.EVENT),
        ("Organization", Kind.ORGANIZATION),
    )
}
_ORDER = list(dict.fromkeys(_KINDS.values()))
_TYPE, _ALIAS, _NUMBER = str(RDF.type), str(SKOS.altLabel), str(ONTOLOGY.number)
_NAMES = (str(RDFS.label), str(SKOS.prefLabel))
_OF_A_PLAN = frozenset({Kind.TASK, Kind.GOAL, Kind.PRINCIPLE, Kind.SAFEGUARD, Kind.SECTION})


def names_in(source: Source, graph: str) -> list[str]:
    """The IRIs of the things that have a name in a graph."""
    classes = " ".join(map(iri_text, _KINDS))
    query = f"""{sparql_prologue()}
    SELECT DISTINCT ?x WHERE {{
      GRAPH {iri_text(graph)} {{ VALUES ?class {{ {classes} }} ?x a ?class ; rdfs:label ?name }}
    }}"""
    return [iri for row in table(source, query).records if is_iri(iri := str(row["x"]))]


class Named(NamedTuple):
    """A thing, and the graphs that name it."""

    thing: Thing
    graphs: tuple[str, ...]


def things(source: Source, iris: Sequence[str], plan: str = "") -> Iterator[Named]:
    """What the whole store says of these things; one that has no name or kind any more is left out.

    `plan` is the name of the plan whose passages may be among them.
    """
    for first in range(0, len(iris), _BATCH):
        batch = iris[first : first + _BATCH]
        mentions = _mentions(source, batch)
        for iri, said in _said(source, batch).items():
            thing = _thing(iri, said.values, mentions.get(iri, 0), plan)
            if thing is not None:
                yield Named(thing, tuple(said.graphs))


def plan_name(source: Source, graph: str) -> str:
    """What the plan of a graph is called."""
    query = f"""{sparql_prologue()}
    SELECT ?name WHERE {{ GRAPH {iri_text(graph)} {{ ?plan a plan:Plan ; rdfs:label ?name }} }}
    ORDER BY DESC(LANG(?name)) ?name LIMIT 1"""
    rows = table(source, query).records
    return str(rows[0]["name"]) if rows else ""


def sentences_in(source: Source, graph: str, plan: str) -> Iterator[Sentence]:
    """The sentences of the texts of a graph."""
    query = f"""{sparql_prologue()}
    SELECT ?source ?text WHERE {{ GRAPH {iri_text(graph)} {{ ?source a plan:SourceText ; plan:text ?text }} }}"""
    for row in table(source, query).records:
        origin = str(row["source"])
        passages = _passages(source, graph, origin)
        for found in sentences(str(row["text"]), passages):
            passage = found.passage
            yield Sentence(
                origin,
                found.start,
                found.end,
                found.text,
                passage.node if passage else None,
                Context(plan, passage.number if passage else "", passage.title if passage else ""),
            )


def _passages(source: Source, graph: str, origin: str) -> list[Passage]:
    """The numbered passages of a text, where they begin and end."""
    query = f"""{sparql_prologue()}
    SELECT DISTINCT ?node ?number ?title ?start ?end WHERE {{ GRAPH {iri_text(graph)} {{
      ?target oa:hasSource {iri_text(origin)} ; oa:hasSelector ?position .
      ?position oa:start ?start ; oa:end ?end .
      ?citation oa:hasTarget ?target ; oa:hasBody ?node ; plan:inNode ?node .
      ?node rdfs:label ?title .
      OPTIONAL {{ ?node plan:number ?number }}
      FILTER(LANG(?title) IN ("zh", ""))
    }} }} ORDER BY ?start DESC(?end)"""
    return [
        Passage(
            str(row["node"]), str(row["number"] or ""), str(row["title"]), *map(_offset, (row["start"], row["end"]))
        )
        for row in table(source, query).records
    ]


def _offset(value: Plain) -> int:
    """An offset as the number it is; a graph that says otherwise has none."""
    return value if isinstance(value, int) else 0


@dataclass(slots=True)
class _Said:
    """What is said of a thing: property → value → language; and the graphs that name it, in order."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    graphs: dict[str, None] = field(default_factory=dict)


def _said(source: Source, iris: Iterable[str]) -> dict[str, _Said]:
    """Classes, names, other names and number of each thing."""
    properties = ", ".join(iri_text(name) for name in (_TYPE, *_NAMES, _ALIAS, _NUMBER))
    # A filter, because two VALUES before GRAPH ?graph take the engine twenty times as long.
    query = f"""SELECT ?x ?graph ?p ?value WHERE {{
      VALUES ?x {{ {" ".join(map(iri_text, iris))} }} GRAPH ?graph {{ ?x ?p ?value }} FILTER(?p IN ({properties}))
    }} ORDER BY ?x ?graph ?p ?value"""
    found: dict[str, _Said] = {}
    for row in table(source, query).rows:
        if None in row:
            continue
        thing, graph, about, value = (cell for cell in row if cell is not None)
        said = found.setdefault(thing.value, _Said())
        said.values.setdefault(about.value, {})[value.value] = (value.language or "").partition("-")[0]
        if about.value in _NAMES:
            said.graphs[graph.value] = None
    return found


def _mentions(source: Source, iris: Iterable[str]) -> dict[str, int]:
    """How often the plans cite each thing."""
    query = f"""{sparql_prologue()}
    SELECT ?x (COUNT(DISTINCT ?citation) AS ?mentions) WHERE {{
      VALUES ?x {{ {" ".join(map(iri_text, iris))} }} ?x plan:evidence ?citation
    }} GROUP BY ?x"""
    return {str(row["x"]): _offset(row["mentions"]) for row in table(source, query).records}


def _thing(iri: str, said: Mapping[str, Mapping[str, str]], mentions: int, plan: str) -> Thing | None:
    kinds = {_KINDS[value] for value in said.get(_TYPE, ()) if value in _KINDS}
    names: dict[str, str] = {}
    for about in _NAMES:
        for value, language in said.get(about, {}).items():
            names.setdefault(language or "zh", value)
    names = {language: names[language] for language in sorted(names, reverse=True)}  # zh before en
    if not kinds or not names:
        return None
    kind = min(kinds, key=_ORDER.index)
    numbers = list(said.get(_NUMBER, ()))
    context = Context(plan, numbers[0] if numbers else "") if kind in _OF_A_PLAN else Context()
    return Thing(iri, kind, names, tuple(said.get(_ALIAS, ())), mentions, context)
