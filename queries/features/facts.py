"""What the store says of many things at once, read in portions that every engine answers whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from sys import intern

from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri, literal_text
from ontology.namespaces import sparql_prologue

_LISTED = 10_000  # things that one query lists: what the most careful engine gives
_DESCRIBED = 250  # things that one query tells of

Facts = dict[str, dict[str, list[Cell]]]
"""By thing, then by property: its values."""


def members(store: Store, pattern: str) -> list[str]:
    """The IRIs that `?x` stands for in a pattern, in their order as text; blank nodes have no address and are none."""
    pattern = f"{pattern} FILTER(isIRI(?x))"
    (counted,) = select(store, f"{sparql_prologue()} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}").records
    found = _listed(store, f"SELECT DISTINCT ?x WHERE {{ {pattern} }}")
    if len(found) != counted["n"]:  # the engine cuts long answers short
        found = list(_members_in_portions(store, pattern))
    return sorted(iri for iri in found if is_iri(iri))


def _members_in_portions(store: Store, pattern: str) -> Iterator[str]:
    """The same, asked for again and again after the last: each portion costs the engine sorting all of them."""
    last = ""
    while True:
        after = f"FILTER(STR(?x) > {literal_text(last)})"
        portion = _listed(store, f"SELECT DISTINCT ?x WHERE {{ {pattern} {after} }} ORDER BY STR(?x) LIMIT {_LISTED}")
        yield from portion
        if len(portion) < _LISTED:
            return
        last = portion[-1]


def _listed(store: Store, query: str) -> list[str]:
    """What `?x` is in each row."""
    rows = json.loads(store.query(f"{sparql_prologue()} {query}").read())["results"]["bindings"]
    return [row["x"]["value"] for row in rows]


def read_facts(store: Store, things: Iterable[str], properties: Iterable[str]) -> Facts:
    """The values of these properties of these things; a thing of which nothing is said is left out."""
    found: Facts = {}
    wanted = ", ".join(map(iri_text, properties))

    def answer(portion: Sequence[str]) -> bytes:
        return store.query(f"""SELECT DISTINCT ?x ?p ?value WHERE {{
          VALUES ?x {{ {" ".join(map(iri_text, portion))} }} ?x ?p ?value FILTER(?p IN ({wanted})) }}""").read()

    with ThreadPoolExecutor(1, "features") as ahead:  # the store answers the next while this one is read
        for content in ahead.map(answer, _portions(list(dict.fromkeys(things)))):
            # Read as it comes and not as a table, which makes three cells of each row where one is needed.
            for row in json.loads(content)["results"]["bindings"]:
                said = found.setdefault(row["x"]["value"], {})
                said.setdefault(intern(row["p"]["value"]), []).append(_cell(row["value"]))
    for said in found.values():
        for values in said.values():
            if len(values) > 1:
                values.sort(key=lambda cell: (cell.value, cell.language or "", cell.datatype or ""))
    return found


def iris(said: Mapping[str, list[Cell]], name: str) -> list[str]:
    """The things that a property names."""
    return [cell.value for cell in said.get(name, ()) if cell.kind == "uri"]


def _cell(term: Mapping[str, str]) -> Cell:
    """A value; the same text is kept once, for kinds, units and remarks come again and again."""
    kind = "literal" if term["type"] == "typed-literal" else term["type"]
    return Cell(kind, intern(term["value"]), term.get("datatype"), term.get("xml:lang"))


def _portions(things: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(things), _DESCRIBED):
        yield things[first : first + _DESCRIBED]
