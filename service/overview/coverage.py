"""How much of a plan's text the graph covers, and what it leaves: counted from the citations that the graph has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue
from queries.search.sentences import Passage as Numbered
from queries.search.sentences import sentences
from service.documents.text_view import Kind, PlanText, read_text

_QUOTED = re.compile(r"“([^“”\n]{2,30})”")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the text, and where they stand."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What share of a text is in numbered passages and in citations, and which words and sentences are in none.

    Characters are counted without white space. A heading is no sentence here.
    """

    text: str
    plan: str | None
    characters: int
    in_passages: int
    in_citations: int
    sentences: int
    sentences_cited: int
    outside: tuple[Stretch, ...]
    quoted: tuple[Stretch, ...]
    without: tuple[Stretch, ...]
    tasks_without_unit: tuple[str, ...]
    located: int = 0  # places, projects and facilities with a geometry
    schematic: int = 0
    not_located: int = 0

    def percent(self, part: int, whole: int) -> str:
        """A share with one digit after the point."""
        return f"{100 * part / whole:.1f} %" if whole else "—"


def read_coverage(store: Store, most: int) -> tuple[Coverage, ...]:
    """The coverage of the texts of the newest plans."""
    query = f"""{sparql_prologue("dct", "plan")} SELECT ?x (MAX(?d) AS ?issued) WHERE {{
      ?x a plan:SourceText . OPTIONAL {{ ?plan plan:sourceText ?x ; dct:issued ?d }}
    }} GROUP BY ?x ORDER BY DESC(?issued) ?x LIMIT {most}"""
    return tuple(_coverage(store, str(row["x"])) for row in select(store, query).records)


def _coverage(store: Store, iri: str) -> Coverage:
    text = read_text(store, iri)
    if text is None:
        return Coverage(iri, None, 0, 0, 0, 0, 0, (), (), (), ())
    found = measure(iri, text, _tasks_without_unit(store, text.plan) if text.plan else ())
    located, schematic, not_located = _positions(store, iri)
    return replace(found, located=located, schematic=schematic, not_located=not_located)


def _positions(store: Store, text: str) -> tuple[int, int, int]:
    """How many places, projects and facilities of the graph that has this text are located, drawn only, and neither."""
    query = f"""{sparql_prologue("geo", "plan")} SELECT ?state (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
      GRAPH ?plan {{ {iri_text(text)} a plan:SourceText .
        ?thing a ?class VALUES ?class {{ plan:Place plan:Project plan:Facility }} }}
      OPTIONAL {{ ?thing geo:hasGeometry ?shape }} OPTIONAL {{ ?thing plan:hasSchematicGeometry ?drawing }}
      BIND(IF(BOUND(?shape), "located", IF(BOUND(?drawing), "schematic", "not_located")) AS ?state)
    }} GROUP BY ?state"""
    counts = {str(row["state"]): int(str(row["things"])) for row in select(store, query).records}
    return counts.get("located", 0), counts.get("schematic", 0), counts.get("not_located", 0)


def measure(iri: str, text: PlanText, tasks_without_unit: tuple[str, ...] = ()) -> Coverage:
    """The coverage of a text whose passages are known."""
    words = text.text
    nodes, cited, headings = (
        merged((passage.start, passage.end) for passage in text.passages if passage.kind is kind)
        for kind in (Kind.NODE, Kind.CITATION, Kind.HEADING)
    )
    numbered = sorted((p for p in text.passages if p.kind is Kind.NODE), key=lambda p: (p.start, -p.end))
    said = [
        Stretch(found.start, found.end, found.text)
        for found in sentences(words, [Numbered(p.body, "", "", p.start, p.end) for p in numbered])
        if not any(start <= found.start and found.end <= end + 1 for start, end in headings)
    ]
    without = tuple(one for one in said if not touches(cited, one.start, one.end))
    quoted = (Stretch(found.start(1), found.end(1), found[1]) for found in _QUOTED.finditer(words))
    return Coverage(
        text=iri,
        plan=text.plan,
        characters=_dense(words, [(0, len(words))]),
        in_passages=_dense(words, nodes),
        in_citations=_dense(words, cited),
        sentences=len(said),
        sentences_cited=len(said) - len(without),
        outside=tuple(_outside(words, nodes)),
        quoted=tuple(one for one in quoted if not touches(cited, one.start, one.end)),
        without=without,
        tasks_without_unit=tasks_without_unit,
    )


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The ranges in order, those that overlap or meet as one."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def touches(ranges: Sequence[Range], start: int, end: int) -> bool:
    """Whether any of the merged ranges shares a character with another range."""
    place = bisect_left(ranges, (end, end)) - 1  # the last that begins before the end
    return place >= 0 and ranges[place][1] > start


def _dense(text: str, ranges: Iterable[Range]) -> int:
    """How many characters of the ranges are not white space."""
    return sum(not character.isspace() for start, end in ranges for character in text[start:end])


def _outside(text: str, ranges: Sequence[Range]) -> Iterator[Stretch]:
    """The stretches of a text that are in none of the merged ranges."""
    reached = 0
    for start, end in [*ranges, (len(text), len(text))]:
        words = text[reached:start].strip()
        if words:
            first = text.index(words, reached)
            yield Stretch(first, first + len(words), words)
        reached = max(reached, end)


def _tasks_without_unit(store: Store, plan: str) -> tuple[str, ...]:
    query = f"""{sparql_prologue("plan")} SELECT DISTINCT ?task ?position {{
      VALUES ?plan {{ {iri_text(plan)} }} ?task plan:partOf+ ?plan ; a plan:Task .
      OPTIONAL {{ ?task plan:position ?position }}
      FILTER NOT EXISTS {{ ?task plan:responsibility ?r }}
    }} ORDER BY ?position ?task"""
    return tuple(str(row["task"]) for row in select(store, query).records)
