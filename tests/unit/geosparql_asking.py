"""Asks the engine for one function of GeoSPARQL, as a query would."""

from __future__ import annotations

import pyoxigraph as ox

from graph.geo.names import FUNCTIONS, WKT
from graph.store.embedded.spatial.calling import aggregates, functions


def term(text: str) -> str:
    """A number, an IRI and a quoted text as they stand; what is left is WKT."""
    if text[:1] == '"' or (text[:1] == "<" and text[-1:] == ">") or text.replace(".", "").lstrip("-").isdigit():
        return text
    return f"{ox.Literal(text, datatype=ox.NamedNode(WKT))}"


def asked(name: str, *arguments: str) -> str | None:
    """What a function, by its name or IRI, says of its arguments; None for an error."""
    iri = name if ":" in name else FUNCTIONS + name
    return _first(f"SELECT (<{iri}>({', '.join(map(term, arguments))}) AS ?value) {{}}")


def asked_of_all(name: str, arguments: list[str]) -> str | None:
    """What an aggregate says of several geometries."""
    rows = " ".join(map(term, arguments))
    return _first(f"SELECT (<{FUNCTIONS}{name}>(?g) AS ?value) {{ VALUES ?g {{ {rows} }} }}")


def _first(query: str) -> str | None:
    found = ox.Store().query(query, custom_functions=functions(), custom_aggregate_functions=aggregates())
    assert isinstance(found, ox.QuerySolutions)
    value = next(iter(found))["value"]
    return value.value if isinstance(value, ox.Literal) else None
