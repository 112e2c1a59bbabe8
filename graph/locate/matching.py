"""Which feature of a town's GIS file is which entity of the plan: by its IRI, else its national code, else its name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph.model import Entity

_CODE_LENGTHS = frozenset({6, 9, 12})  # of districts, towns and villages; shorter numbers are counts and years


_NEIGHBOURS = "neighbours"  # of our own files: what something was worked out from


class How(StrEnum):
    """What a feature was matched by; the first that finds anything decides."""

    IRI = "IRI"
    CODE = "national code"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature as it stands in a file: where, its attributes, and its geometry in CRS84, or why there is none."""

    where: str  # "layer feature 3"
    attributes: Mapping[str, Any]
    geometry: Mapping[str, Any] | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One feature and the one entity that it is."""

    feature: Feature
    path: str
    how: How
    attribute: str


@dataclass(frozen=True, slots=True)
class Matching:
    """All features of a file: those that are an entity, those that are none, and those of which it is not clear."""

    matched: tuple[Match, ...]
    unmatched: tuple[Feature, ...]
    ambiguous: tuple[tuple[Feature, tuple[str, ...]], ...]  # with the paths that it might be


def match(features: Iterable[Feature], entities: Mapping[str, Entity], base: str) -> Matching:
    """Find each feature's entity; two features of one entity leave it open which of them it is."""
    search = _Search(entities, base)
    found: defaultdict[str, list[Match]] = defaultdict(list)
    unmatched: list[Feature] = []
    ambiguous: list[tuple[Feature, tuple[str, ...]]] = []
    for feature in features:
        candidates = search.candidates(feature)
        paths = tuple(sorted({candidate.path for candidate in candidates}))
        if not paths:
            unmatched.append(feature)
        elif len(paths) > 1:
            ambiguous.append((feature, paths))
        else:
            found[paths[0]].append(candidates[0])
    ambiguous += [(one.feature, (path,)) for path, several in found.items() if len(several) > 1 for one in several]
    matched = tuple(several[0] for several in found.values() if len(several) == 1)
    return Matching(matched, tuple(unmatched), tuple(ambiguous))


class _Search:
    """The entities by each of what they can be found by."""

    def __init__(self, entities: Mapping[str, Entity], base: str) -> None:
        self._by: dict[How, defaultdict[str, list[str]]] = {how: defaultdict(list) for how in How}
        for path, entity in entities.items():
            for name in (path, f"{base}id/{path}"):
                self._by[How.IRI][name].append(path)
            if entity.code:
                self._by[How.CODE][_code(entity.code)].append(path)
            for name in dict.fromkeys(map(_folded, (entity.label, *entity.alternatives))):
                self._by[How.NAME][name].append(path)

    def candidates(self, feature: Feature) -> Sequence[Match]:
        """Every entity that the feature may be, by the first way that finds any."""
        return next(filter(None, ([*self._found(feature, how)] for how in How)), [])

    def _found(self, feature: Feature, how: How) -> Iterator[Match]:
        for attribute, value in feature.attributes.items():
            if attribute != _NEIGHBOURS and isinstance(value, str | int | float) and not isinstance(value, bool):
                for path in self._by[how].get(_key(how, value), ()):
                    yield Match(feature, path, how, attribute)


def _key(how: How, value: str | float) -> str:
    if how is How.NAME:
        return _folded(str(value)) if isinstance(value, str) else ""
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip()
    return text if how is How.IRI else _code(text)


def _code(text: str) -> str:
    """A division code without the noughts that fill it up to twelve digits; nothing for what is none."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) in _CODE_LENGTHS):
        return ""
    while len(text) > 6 and text.endswith("000"):
        text = text.removesuffix("000")
    return text


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
