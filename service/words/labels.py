"""What things are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib.namespace import DCTERMS, GEO, RDF, RDFS, SKOS

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri
from ontology.namespaces import ONTOLOGY, PREFIXES
from ontology.terms import PLAN
from service.words.interface import term_word

_LABEL = iri_text(str(RDFS.label))
# For what has no rdfs:label. A responsibility has no name of its own: it is called as its unit is, a geometry as what
# has it, and a spatial relation as the thing whose it is.
_OTHERWISE = "|".join(
    [
        *(iri_text(str(term)) for term in (SKOS.prefLabel, DCTERMS.title)),
        f"{iri_text(str(ONTOLOGY.unit))}/{_LABEL}",
        *(f"^{iri_text(str(having))}/{_LABEL}" for having in (GEO.hasGeometry, PLAN.hasSchematicGeometry)),
        f"{iri_text(str(RDF.subject))}/{_LABEL}",
    ]
)
_VOCABULARIES = tuple(map(str, PREFIXES.values()))
_ID = "/id/"
MOST_TERMS = 5000  # that are kept

Names = dict[str, str]
"""What a thing is called, by language."""

Terms = dict[str, Names]
"""The names of what vocabularies define, of which every page has the same: as many as came up, empty for none."""


class Label(str):
    """A name, and the language it is in: "" where it is in none."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str = "") -> Label:
        """The name in a language."""
        label = super().__new__(cls, text)
        label.language = language
        return label


def read_labels(store: Store, iris: Iterable[str], language: str, terms: Terms | None = None) -> dict[str, Label]:
    """A label for every IRI: in the language where there is one, else in another, else its short form.

    The names of `terms` are not asked for again, and those of others that come up are added.
    """
    wanted = dict.fromkeys(iri for iri in iris if is_iri(iri))
    known = {} if terms is None else terms
    asked = [iri for iri in wanted if iri not in known]
    found = _names(store, asked, _LABEL)
    found |= _names(store, [iri for iri in asked if iri not in found and not term_word(iri, language)], _OTHERWISE)
    if terms is not None and len(terms) < MOST_TERMS:
        terms.update({iri: found.get(iri, {}) for iri in asked if iri.startswith(_VOCABULARIES)})
    return {
        iri: _best(known.get(iri) or found.get(iri, {}), language) or _without_name(iri, language) for iri in wanted
    }


def _names(store: Store, iris: Sequence[str], naming: str) -> dict[str, Names]:
    """The names that things have by a property, by their language."""
    found: dict[str, Names] = {}
    if not iris:
        return found
    values = " ".join(iri_text(iri) for iri in iris)
    for thing, name in select(store, f"SELECT ?x ?name {{ VALUES ?x {{ {values} }} ?x {naming} ?name }}").rows:
        if thing is not None and name is not None:
            found.setdefault(thing.value, {}).setdefault((name.language or "").partition("-")[0], name.value)
    return found


def short(iri: str) -> str:
    """An IRI in few characters: prefix and name, or its path below id/."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(str(namespace)) and len(iri) > len(str(namespace)):
            return f"{prefix}:{iri[len(str(namespace)) :]}"
    return iri.partition(_ID)[2] or iri


def _best(names: Names, language: str) -> Label | None:
    """The name in the language, or the first of any."""
    if language in names:
        return Label(names[language], language)
    return next((Label(name, other) for other, name in names.items()), None)


def _without_name(iri: str, language: str) -> Label:
    """What a thing is called here that the data have no name for."""
    called = term_word(iri, language)
    return Label(called, language) if called else Label(short(iri))
