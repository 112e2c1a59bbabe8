"""The terms a query can be written with: our vocabulary's, and whatever the data use, the most used first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.datasets.partitions import Partitions
from service.vocabulary.definitions import NAMES, terms
from service.words.interface import LANGUAGES, term_word
from service.words.labels import short

_CONCEPTS = "others"
_GROUPS = {"classes": "class", "properties": "property", _CONCEPTS: "concept"}
_WITHOUT_DATA = "shapes"  # no query names a shape


@dataclass(frozen=True, slots=True)
class UsableTerm:
    """A class, property or concept: how a query names it, what it is called and means, how often the data have it."""

    name: str  # with a prefix of ours, or an IRI in angle brackets
    group: str  # "class", "property" or "concept"
    label: str
    other_label: str  # in the other language, by which it is found too
    comment: str
    used: int


def usable_terms(partitions: Partitions, language: str) -> list[UsableTerm]:
    """Every term once, the most used first, with its texts in a language."""
    counts = {
        "class": partitions.classes,
        "property": {iri: count.triples for iri, count in partitions.properties.items()},
    }
    found = {(term.group, term.name): term for term in _defined(counts, language)}
    for group, used in counts.items():
        for iri, count in used.items():
            label = term_word(iri, language) or ""
            found.setdefault((group, _name(iri)), UsableTerm(_name(iri), group, label, "", "", count))
    return sorted(found.values(), key=lambda term: (-term.used, term.name))


def _defined(counts: Mapping[str, Mapping[str, int]], language: str) -> Iterator[UsableTerm]:
    """The terms of our own vocabularies."""
    other = next(one for one in LANGUAGES if one != language)
    for vocabulary in NAMES:
        if vocabulary == _WITHOUT_DATA:
            continue
        others = {term.iri: term.label for term in terms(vocabulary, other)}
        for term in terms(vocabulary, language):
            group = _GROUPS[term.group]
            used = counts.get(group, {}).get(term.iri, 0)
            yield UsableTerm(_name(term.iri), group, term.label, others[term.iri], term.comment, used)


def _name(iri: str) -> str:
    """How a query names a term."""
    shortened = short(iri)
    return f"<{iri}>" if shortened == iri else shortened
