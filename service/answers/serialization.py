"""Small graphs as a reader wants to see them: what they are about first, with prefixes, in every graph format."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from rdflib import Graph
from rdflib.namespace import RDF, XSD

from graph.store.embedded.rewriting import rewritten
from graph.store.formats import Format
from ontology.namespaces import PREFIXES

_CONTEXT = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
_LOCAL = re.compile(r"[A-Za-z_][\w.-]*")
# A text that may be an IRI whose scheme is called as a prefix of ours: geo:31.16,121.36 (RFC 5870) for one.
_CONFUSING = re.compile(rb'"(?:%s):' % "|".join(_CONTEXT).encode())
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,14}")


def serialized(graph: Graph, media: Format) -> bytes:
    """A graph in a format."""
    return serialized_triples(graph.serialize(format="nt11", encoding="utf-8"), media)


def serialized_triples(ntriples: bytes, media: Format, first: str | None = None) -> bytes:
    """A graph given as N-Triples in a format, each triple once; `first` is the IRI it is about."""
    written = rewritten(ntriples, media, _CONTEXT, first)
    return _compact(written) if media is Format.JSON_LD else written


def _compact(expanded: bytes) -> bytes:
    """Expanded JSON-LD with our prefixes as its context, unless an IRI in it would be read as a name with a prefix."""
    if _CONFUSING.search(expanded):
        return expanded
    things = [_compact_thing(thing) for thing in json.loads(expanded)]
    used = {prefix: iri for prefix, iri in _CONTEXT.items() if iri.encode() in expanded}
    return json.dumps({"@context": used, "@graph": things}, ensure_ascii=False, indent=1).encode()


def _compact_thing(thing: dict[str, Any]) -> dict[str, Any]:
    compact: dict[str, Any] = {"@id": thing["@id"]}
    for name, values in thing.items():
        if name in ("@type", str(RDF.type)):
            types = [_short(value["@id"] if isinstance(value, dict) else value) for value in values]
            compact["@type"] = _alone(types)
        elif name != "@id":
            compact[_short(name)] = _alone([_compact_value(value) for value in values])
    return compact


def _compact_value(value: dict[str, Any]) -> object:
    """A reference, or a literal as short as JSON-LD allows."""
    if "@value" not in value:
        return value
    datatype = value.get("@type")
    if datatype == str(XSD.integer) and _CANONICAL.fullmatch(value["@value"]):
        return int(value["@value"])
    if datatype is None:
        return value if "@language" in value else value["@value"]
    return {"@type": _short(datatype), "@value": value["@value"]}


def _alone(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


@lru_cache(maxsize=1024)
def _short(iri: str) -> str:
    """An IRI as prefix and name, where it can be written so."""
    for prefix, namespace in _CONTEXT.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
