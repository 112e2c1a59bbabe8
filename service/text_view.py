"""A plan's text as HTML whose characters are exactly the text's, with every cited passage an anchor or a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue

_BLOCK = Markup(' class="node"')


@dataclass(slots=True)
class Passage:
    """A cited range of the text: what it cites, and the passages inside it."""

    start: int
    end: int
    body: str
    is_node: bool
    inside: list[Passage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan's whole text and what its passages are citations of."""

    iri: str
    text: str
    passages: tuple[Passage, ...]


def read_text(store: Store, iri: str) -> PlanText | None:
    """The text that has this IRI; None where there is none."""
    texts = select(store, f"{sparql_prologue()}SELECT ?text {{ {iri_text(iri)} plan:text ?text }}").records
    if not texts:
        return None
    rows = select(store, _passages_query(iri)).records
    passages = tuple(
        Passage(int(str(row["start"])), int(str(row["end"])), str(row["body"]), bool(row["node"])) for row in rows
    )
    return PlanText(iri, str(texts[0]["text"]), passages)


def marked_up(text: PlanText, href: Callable[[str], str | None]) -> Markup:
    """The text as HTML: nodes are blocks, innermost citations are links to what they name.

    No character is added or lost, so that offsets can be counted in the page itself; anchors are named
    `char=start,end`, as evidence links have them.
    """

    def between(start: int, end: int, inside: Sequence[Passage]) -> Markup:
        parts, at = [], start
        for passage in inside:
            parts += [escape(text.text[at : passage.start]), element(passage)]
            at = passage.end
        return Markup("").join([*parts, escape(text.text[at:end])])

    def element(passage: Passage) -> Markup:
        content = between(passage.start, passage.end, passage.inside)
        identity = Markup("char={},{}").format(passage.start, passage.end)
        target = None if passage.inside or passage.is_node else href(passage.body)
        if target:
            return Markup('<a id="{}" href="{}">{}</a>').format(identity, target, content)
        return Markup('<span{} id="{}">{}</span>').format(_BLOCK if passage.is_node else "", identity, content)

    return between(0, len(text.text), nested(text.passages, len(text.text)))


def nested(passages: Iterable[Passage], length: int) -> list[Passage]:
    """The passages as a forest: each inside the smallest that holds it.

    One that straddles another's edge cannot be an element and is left out (the page's script can still mark it);
    of several with the same range the first stands for all.
    """
    roots: list[Passage] = []
    open_passages: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, -p.end, not p.is_node)):
        if not 0 <= passage.start < passage.end <= length:
            continue
        while open_passages and open_passages[-1].end <= passage.start:
            open_passages.pop()
        holder = open_passages[-1] if open_passages else None
        if holder and (passage.end > holder.end or (passage.start, passage.end) == (holder.start, holder.end)):
            continue
        (holder.inside if holder else roots).append(passage)
        open_passages.append(passage)
    return roots


def _passages_query(iri: str) -> str:
    return f"""{sparql_prologue()}
    SELECT DISTINCT ?start ?end ?body ?node WHERE {{
      ?target oa:hasSource {iri_text(iri)} ; oa:hasSelector ?position .
      ?position oa:start ?start ; oa:end ?end .
      ?citation oa:hasTarget ?target ; oa:hasBody ?body ; plan:inNode ?in .
      FILTER NOT EXISTS {{ ?body a plan:Responsibility }} # its unit is cited at the same place
      BIND(?in = ?body AS ?node)
    }} ORDER BY ?start ?end ?body"""
