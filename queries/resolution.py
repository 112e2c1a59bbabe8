"""From what a person writes (an IRI, a label, a number) to the one thing of a class that is meant."""

from __future__ import annotations

from rdflib.namespace import RDFS, SKOS

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri, literal_text
from queries import refusals
from queries.errors import Fit
from queries.nearness import nearest
from queries.question import Parameter, Titles

NAMES_SEEN = 50_000  # of a class, at most, when looking for those that are like one that nothing has

_NAMES = (str(RDFS.label), str(SKOS.prefLabel), str(SKOS.altLabel))
_PREFIX = f"PREFIX rdfs: <{RDFS}>\n"
_SCHEMES = ("http://", "https://", "urn:")


def resolve(store: Store, parameter: Parameter, given: str) -> str:
    """Return the IRI of the one thing of the parameter's classes that `given` names.

    An IRI stands for itself; anything else is a label, an alternative label or a key, exact.
    Raises ParameterError where nothing, several things, or something of another class is meant.
    """
    if given.startswith(_SCHEMES):
        return _checked_iri(store, parameter, given)
    found = _named(store, parameter, given)
    if len(found) == 1:
        return found[0].value
    if found:
        raise refusals.several_things(parameter, given, found)
    raise refusals.no_such_thing(parameter, given, nearest(given, _all_named(store, parameter)))


def _checked_iri(store: Store, parameter: Parameter, given: str) -> str:
    if not is_iri(given):
        raise refusals.no_iri(parameter, given)
    rows = select(store, f"{_PREFIX}SELECT DISTINCT ?class WHERE {{ {iri_text(given)} a ?class }}").records
    if not rows:
        raise refusals.nothing_there(parameter, given)
    classes = {str(row["class"]) for row in rows}
    if classes.isdisjoint(_classes(store, parameter)):
        raise refusals.another_class(parameter, given, _titles(store, classes))
    return given


def _named(store: Store, parameter: Parameter, given: str) -> tuple[Fit, ...]:
    """The things that have the name, one more than are ever listed at most.

    They are found by the name, in a sub-query of its own: from their classes an engine would look at all there are.
    """
    classes = ", ".join(iri_text(iri) for iri in sorted(_classes(store, parameter)))
    forms = " ".join(literal_text(given, language=language) for language in (None, "zh", "en"))
    query = f"""{_PREFIX}
    SELECT DISTINCT ?thing ?label WHERE {{
      {{
        SELECT DISTINCT ?thing WHERE {{
          {{ SELECT DISTINCT ?thing WHERE {{ VALUES ?name {{ {forms} }} ?thing {_naming(parameter)} ?name }} }}
          FILTER EXISTS {{ ?thing a ?class . FILTER(?class IN ({classes})) }}
        }} ORDER BY ?thing LIMIT {refusals.SHOWN + 1}
      }}
      OPTIONAL {{ ?thing rdfs:label ?label . FILTER(LANG(?label) = "zh") }}
    }} ORDER BY ?thing ?label"""
    rows = select(store, query).records
    return tuple({str(row["thing"]): Fit(str(row["thing"]), str(row["label"] or given)) for row in rows}.values())


def _all_named(store: Store, parameter: Parameter) -> list[Fit]:
    """The names of the parameter's classes, as many as may be looked at."""
    classes = " ".join(iri_text(iri) for iri in sorted(_classes(store, parameter)))
    query = f"""{_PREFIX}
    SELECT DISTINCT ?thing ?name WHERE {{
      VALUES ?class {{ {classes} }} ?thing a ?class .
      ?thing {_naming(parameter)} ?name .
    }} LIMIT {NAMES_SEEN}"""
    return [Fit(str(row["thing"]), str(row["name"])) for row in select(store, query).records]


def _classes(store: Store, parameter: Parameter) -> frozenset[str]:
    """The parameter's classes and all below them, asked for by themselves: Virtuoso loses rows that join a path."""
    below = " UNION ".join(f"{{ ?below rdfs:subClassOf* {iri_text(iri)} }}" for iri in parameter.classes)
    rows = select(store, f"{_PREFIX}SELECT DISTINCT ?below WHERE {{ {below} }}").records
    return frozenset(parameter.classes) | {str(row["below"]) for row in rows}


def _naming(parameter: Parameter) -> str:
    return "|".join(iri_text(iri) for iri in (*_NAMES, *parameter.keys))


def _titles(store: Store, classes: set[str]) -> Titles:
    """What these classes are called: those that have labels, else all by their own names."""
    listed = " ".join(iri_text(iri) for iri in sorted(classes))
    query = f"""{_PREFIX}
    SELECT DISTINCT ?class ?label (LANG(?label) AS ?language) WHERE {{
      VALUES ?class {{ {listed} }} ?class rdfs:label ?label .
    }} ORDER BY ?class ?label"""
    labels = [(row["language"], str(row["label"])) for row in select(store, query).records]
    named = {language: [label for said, label in labels if said == language] for language in ("zh", "en")}
    plain = sorted(map(_local_name, classes))
    return {"zh": "、".join(named["zh"] or plain), "en": ", ".join(named["en"] or plain)}


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
