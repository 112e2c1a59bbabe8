"""The prefixes of the whole house: each namespace once, for Python, SPARQL and every serialisation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD, Graph, Namespace
from rdflib.namespace import GEO

PLANGRAPH: Final = "https://w3id.org/plangraph/"

ONTOLOGY: Final = Namespace(f"{PLANGRAPH}ontology#")
SHAPES: Final = Namespace(f"{PLANGRAPH}shapes#")
LEVEL: Final = Namespace(f"{PLANGRAPH}level#")
KIND: Final = Namespace(f"{PLANGRAPH}kind#")
INDUSTRY: Final = Namespace(f"{PLANGRAPH}industry#")
STATUS: Final = Namespace(f"{PLANGRAPH}status#")
LOCATING: Final = Namespace(f"{PLANGRAPH}locating#")
BASIS: Final = Namespace(f"{PLANGRAPH}basis#")

ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
GEOF: Final = Namespace("http://www.opengis.net/def/function/geosparql/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
P_PLAN: Final = Namespace("http://purl.org/net/p-plan#")
SCHEMA: Final = Namespace("https://schema.org/")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SF: Final = Namespace("http://www.opengis.net/ont/sf#")
UOM: Final = Namespace("http://www.opengis.net/def/uom/OGC/1.0/")
VANN: Final = Namespace("http://purl.org/vocab/vann/")

PREFIXES: Final[Mapping[str, Namespace]] = MappingProxyType(
    {
        "plan": ONTOLOGY,
        "shapes": SHAPES,
        "level": LEVEL,
        "kind": KIND,
        "industry": INDUSTRY,
        "status": STATUS,
        "locating": LOCATING,
        "basis": BASIS,
        "dcat": Namespace(str(DCAT)),
        "dct": Namespace(str(DCTERMS)),
        "eli": ELI,
        "foaf": Namespace(str(FOAF)),
        "geo": Namespace(str(GEO)),
        "geof": GEOF,
        "oa": OA,
        "org": Namespace(str(ORG)),
        "owl": Namespace(str(OWL)),
        "p-plan": P_PLAN,
        "prov": Namespace(str(PROV)),
        "rdf": Namespace(str(RDF)),
        "rdfs": Namespace(str(RDFS)),
        "schema": SCHEMA,
        "sd": SD,
        "sf": SF,
        "sh": Namespace(str(SH)),
        "skos": Namespace(str(SKOS)),
        "uom": UOM,
        "vann": VANN,
        "void": Namespace(str(VOID)),
        "xsd": Namespace(str(XSD)),
    }
)


@cache
def sparql_prologue(*prefixes: str) -> str:
    """These prefixes as SPARQL `PREFIX` lines, or all: what a query does not name is read with it all the same."""
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in prefixes or PREFIXES)


def bind_prefixes(graph: Graph) -> Graph:
    """The same graph, with all prefixes bound for serialising it."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph
