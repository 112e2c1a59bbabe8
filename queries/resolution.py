"""From what a person writes (an IRI, a label, a number) to the one thing of a class that is meant."""

from __future__ import annotations

from rapidfuzz import fuzz
from rdflib.namespace import RDFS, SKOS

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri, literal_text
from queries.errors import Fit, ParameterError
from queries.question import Parameter

NEAR = 5  # how many names are offered for one that nothing has
LIKE = 60  # how like they must be, of 100

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
    kind = _class_names(parameter)
    if found:
        listed = ", ".join(f"{fit.title} <{fit.value}>" for fit in found)
        raise ParameterError(
            parameter.name, given, f"{given!r} names {len(found)} of {kind}: {listed}; give the IRI of one.", found
        )
    near = _near(store, parameter, given)
    hint = f" Near it are {', '.join(fit.title for fit in near)}." if near else ""
    raise ParameterError(parameter.name, given, f"No {kind} is called {given!r}.{hint}", near)


def _checked_iri(store: Store, parameter: Parameter, given: str) -> str:
    if not is_iri(given):
        raise ParameterError(parameter.name, given, f"{given!r} is not a valid IRI.")
    rows = select(store, f"{_PREFIX}SELECT DISTINCT ?class WHERE {{ {iri_text(given)} a ?class }}").records
    if not rows:
        raise ParameterError(parameter.name, given, f"Nothing here has the IRI <{given}>.")
    classes = {str(row["class"]) for row in rows}
    if classes.isdisjoint(_classes(store, parameter)):
        has = ", ".join(sorted(map(_local_name, classes)))
        raise ParameterError(parameter.name, given, f"<{given}> is {has}, not {_class_names(parameter)}.")
    return given


def _named(store: Store, parameter: Parameter, given: str) -> tuple[Fit, ...]:
    forms = " ".join(literal_text(given, language=language) for language in (None, "zh", "en"))
    query = f"""{_PREFIX}
    SELECT DISTINCT ?thing ?label WHERE {{
      VALUES ?name {{ {forms} }}
      ?thing {_naming(parameter)} ?name .
      {_typing(store, parameter)}
      OPTIONAL {{ ?thing rdfs:label ?label . FILTER(LANG(?label) = "zh") }}
    }} ORDER BY ?thing ?label"""
    rows = select(store, query).records
    return tuple({str(row["thing"]): Fit(str(row["thing"]), str(row["label"] or given)) for row in rows}.values())


def _near(store: Store, parameter: Parameter, given: str) -> tuple[Fit, ...]:
    """The things whose names are written or sound like `given`, the likest first."""
    query = f"""{_PREFIX}
    SELECT DISTINCT ?thing ?name WHERE {{
      {_typing(store, parameter)}
      ?thing {_naming(parameter)} ?name .
    }} ORDER BY ?thing ?name"""
    fits = [Fit(str(row["thing"]), str(row["name"])) for row in select(store, query).records]
    sound = _sound(given)
    likeness = [(max(fuzz.ratio(given, fit.title), fuzz.ratio(sound, _sound(fit.title))), fit) for fit in fits]
    found: dict[str, Fit] = {}
    for score, fit in sorted(likeness, key=lambda pair: -pair[0]):
        if score >= LIKE:
            found.setdefault(fit.value, fit)
    return tuple(found.values())[:NEAR]


def _sound(name: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - takes 0.4 s, and only a mistaken name needs it

    return "".join(lazy_pinyin(name))


def _classes(store: Store, parameter: Parameter) -> frozenset[str]:
    """The parameter's classes and all below them, asked for by themselves: Virtuoso loses rows that join a path."""
    below = " UNION ".join(f"{{ ?below rdfs:subClassOf* {iri_text(iri)} }}" for iri in parameter.classes)
    rows = select(store, f"{_PREFIX}SELECT DISTINCT ?below WHERE {{ {below} }}").records
    return frozenset(parameter.classes) | {str(row["below"]) for row in rows}


def _typing(store: Store, parameter: Parameter) -> str:
    classes = " ".join(iri_text(iri) for iri in sorted(_classes(store, parameter)))
    return f"VALUES ?class {{ {classes} }} ?thing a ?class ."


def _naming(parameter: Parameter) -> str:
    return "|".join(iri_text(iri) for iri in (*_NAMES, *parameter.keys))


def _class_names(parameter: Parameter) -> str:
    return " or ".join(_local_name(iri) for iri in parameter.classes)


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
