"""Rewrites geo:sfWithin and its like, asked for as properties: GeoSPARQL's query rewrite extension.

`?a geo:sfWithin ?b` holds where it is stated, and where geof:sfWithin holds of the geometries of both: of a feature its
geo:hasDefaultGeometry, of a geometry itself. Each pair is there once, however it comes about, as of an entailed triple.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from typing import Final

from graph.geo.names import FUNCTIONS, SERIALIZATIONS
from graph.geo.relations import RELATIONS
from graph.store.embedded.spatial.groups import Group, QueryText
from ontology.namespaces import PREFIXES

_GEO: Final = str(PREFIXES["geo"])
_PROPERTIES: Final = {_GEO + name: FUNCTIONS + name for name in RELATIONS}
_LITERAL: Final = "(" + "|".join(f"<{name}>" for name in SERIALIZATIONS) + ")"
_THINGS: Final = frozenset({"variable", "iri", "name"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """A property asked for: two things as they are written, and the property's IRI."""

    subject: str
    relation: str
    object: str


def with_properties(query: QueryText) -> str | None:
    """The query with the relations written out; None where it asks for none."""
    names = (f"?plangraph_{number}" for number in count())
    edits: list[tuple[int, int, str]] = []
    for group in (*query.groups, *query.existence_groups()):
        edits += _edits(query, group, names)
    for group, place in query.short_forms():
        start, end = query.tokens[group.start].start, query.tokens[group.end].end
        if any(start < edit[0] < end for edit in edits):
            behind = query.tokens[place].end
            edits.append((behind, behind, f" {query.text[start:end]} "))
    text = query.text
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text if edits else None


def _edits(query: QueryText, group: Group, names: Iterator[str]) -> Iterator[tuple[int, int, str]]:
    """The triple patterns of a group in other words."""
    for element in group.of("TRIPLES"):
        kept: list[str] = []
        asked: list[_Asked] = []
        for start, end in query.split(element.start, element.end, "."):
            if end > start:
                kept += _without_relations(query, start, end, asked)
        if asked:
            others = " . ".join(text for text in kept if "_:" not in text)
            blocks = [_block(relation, others, names) for relation in asked]
            patterns = " . ".join(kept)
            tokens = query.tokens
            yield tokens[element.start].start, tokens[element.end - 1].end, f"{patterns} {' '.join(blocks)} "


def _without_relations(query: QueryText, start: int, end: int, asked: list[_Asked]) -> list[str]:
    """A statement of one subject without the relations that are asked of it, which are added to `asked`."""
    subject_end = query.match.get(start, start) + 1
    subject = query.source(start, subject_end)
    kept = []
    for first, last in query.split(subject_end, end, ";"):
        relation = query.iri(first) if last > first else None
        objects = query.split(first + 1, last, ",") if relation in _PROPERTIES else []
        plain = query.tokens[start].kind in _THINGS and subject_end == start + 1
        if relation in _PROPERTIES and plain and all(_is_thing(query, *place) for place in objects):
            asked += [_Asked(subject, str(relation), query.source(*place)) for place in objects]
        elif last > first:
            kept.append(query.source(first, last))
    if kept:
        return [f"{subject} {' ; '.join(kept)}"]
    return [] if query.match.get(start) is None else [subject]


def _is_thing(query: QueryText, start: int, end: int) -> bool:
    return end - start == 1 and query.tokens[start].kind in _THINGS and not query.tokens[start].text.startswith("_:")


def _block(asked: _Asked, others: str, names: Iterator[str]) -> str:
    """The pairs of which a relation holds, each once; the other patterns keep down how many are looked at."""
    first, second = next(names), next(names)
    branches = [f"{{ {asked.subject} <{asked.relation}> {asked.object} }}"]
    for sides in product((False, True), repeat=2):
        patterns = " . ".join(
            _located(thing, literal, f"{literal}_of", of_feature=of_feature)
            for thing, literal, of_feature in zip((asked.subject, asked.object), (first, second), sides, strict=True)
        )
        test = f"FILTER(<{_PROPERTIES[asked.relation]}>({first}, {second}))"
        branches.append(f"{{ {others}{' . ' if others else ''}{patterns} {test} }}")
    variables = sorted({thing for thing in (asked.subject, asked.object) if thing[0] in "?$"})
    union = " UNION ".join(branches)
    if not variables:
        return f"FILTER(EXISTS {{ {union} }})"
    return f"{{ SELECT DISTINCT {' '.join(variables)} {{ {union} }} }}"


def _located(thing: str, literal: str, geometry: str, *, of_feature: bool) -> str:
    if not of_feature:
        return f"{thing} {_LITERAL} {literal}"
    return f"{thing} <{_GEO}hasDefaultGeometry> {geometry} . {geometry} {_LITERAL} {literal}"
