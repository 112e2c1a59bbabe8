"""What things are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import DCTERMS, RDFS, SKOS

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri
from ontology.namespaces import ONTOLOGY, PREFIXES
from service.words import term_word

# A responsibility has no name of its own: it is called as its unit is.
_NAMING = "|".join(
    [
        *(iri_text(str(term)) for term in (RDFS.label, SKOS.prefLabel, DCTERMS.title)),
        f"{iri_text(str(ONTOLOGY.unit))}/{iri_text(str(RDFS.label))}",
    ]
)
_ID = "/id/"


def read_labels(store: Store, iris: Iterable[str], language: str) -> dict[str, str]:
    """A label for every IRI: in the language where there is one, else in another, else its short form."""
    wanted = dict.fromkeys(iri for iri in iris if is_iri(iri))
    values = " ".join(iri_text(iri) for iri in wanted)
    found: dict[str, dict[str, str]] = {}
    for thing, name in select(store, f"SELECT ?x ?name {{ VALUES ?x {{ {values} }} ?x {_NAMING} ?name }}").rows:
        if thing is not None and name is not None:
            found.setdefault(thing.value, {}).setdefault((name.language or "").partition("-")[0], name.value)
    return {iri: _best(found.get(iri, {}), language) or term_word(iri, language) or short(iri) for iri in wanted}


def short(iri: str) -> str:
    """An IRI in few characters: prefix and name, or its path below id/."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(str(namespace)) and len(iri) > len(str(namespace)):
            return f"{prefix}:{iri[len(str(namespace)) :]}"
    return iri.partition(_ID)[2] or iri


def _best(names: dict[str, str], language: str) -> str | None:
    """The name in the language, or the first of any."""
    return names.get(language) or next(iter(names.values()), None)
