"""A plan's text as HTML whose characters are exactly the text's, with every cited passage an anchor or a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from markupsafe import Markup, escape

from graph.store.answer import Plain
from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue


class Kind(Enum):
    """What a passage of the text is: its value is the class of its element."""

    NODE = "node"  # a numbered passage, a block of its own
    HEADING = "heading"  # its marker and title
    CITATION = "citation"  # words that name or say something


@dataclass(slots=True)
class Passage:
    """A range of the text: what it is, the thing it cites, and the passages inside it."""

    start: int
    end: int
    kind: Kind
    body: str
    inside: list[Passage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan's whole text with the passages that are marked in it."""

    label: str
    text: str
    passages: tuple[Passage, ...]
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents: its words, the anchor of its passage, and how deep it stands, from 0."""

    words: str
    anchor: str
    depth: int


def read_text(store: Store, iri: str) -> PlanText | None:
    """The text that has this IRI; None where there is none."""
    query = f"""{sparql_prologue("plan", "rdfs")}
    SELECT ?text ?label ?plan {{
      VALUES ?x {{ {iri_text(iri)} }} ?x plan:text ?text
      OPTIONAL {{ ?x rdfs:label ?label }} OPTIONAL {{ ?plan plan:sourceText ?x }}
    }} ORDER BY ?plan"""
    texts = select(store, query).records
    if not texts:
        return None
    text = str(texts[0]["text"])
    rows = select(store, _passages_query(iri)).records
    passages = tuple(passage for row in rows for passage in _passages(row, text))
    plan = texts[0]["plan"]
    return PlanText(str(texts[0]["label"] or ""), text, passages, None if plan is None else str(plan))


def contents(text: PlanText) -> list[Heading]:
    """The table of contents: the heading of each numbered passage, in the order of the text."""
    found: list[Heading] = []

    def collect(passages: Iterable[Passage], depth: int) -> None:
        for passage in passages:
            if passage.kind is Kind.NODE:
                heading = next((one for one in passage.inside if one.kind is Kind.HEADING), None)
                if heading:
                    words = " ".join(text.text[heading.start : heading.end].split())
                    found.append(Heading(words, f"char={passage.start},{passage.end}", depth))
                collect(passage.inside, depth + 1)

    collect(nested([p for p in text.passages if p.kind is not Kind.CITATION], len(text.text)), 0)
    return found


@dataclass(frozen=True, slots=True)
class Writing:
    """How passages are written: where their bodies are, what is said of them, and where the text itself begins."""

    href: Callable[[str], str | None]
    title: Callable[[str], str] | None = None
    offset: int = 0


def marked_up(
    text: PlanText,
    href: Callable[[str], str | None],
    *,
    title: Callable[[str], str] | None = None,
    offset: int = 0,
) -> Markup:
    """The text as HTML: nodes are blocks, innermost citations are links to what they name.

    No character is added or lost, so that offsets can be counted in the page itself; anchors are named
    `char=start,end`, as the links of evidence are. `title` is what pointing at a link tells; `offset` is where the
    text begins in the whole that anchors count in.
    """
    writing = Writing(href, title, offset)
    written = _between(text.text, 0, len(text.text), nested(text.passages, len(text.text)), writing)
    return Markup(written)  # noqa: S704 - every part of it was escaped where it was put in


def _between(text: str, start: int, end: int, inside: Sequence[Passage], writing: Writing) -> str:
    """A range with the passages inside it as elements, in HTML; plain strings, for Markup takes four times as long."""
    parts: list[str] = []
    at, after_block = start, True
    for passage in inside:
        block = passage.kind is Kind.NODE
        parts += [_run(text[at : passage.start], after_block, block), _element(text, passage, writing)]
        at, after_block = passage.end, block
    return "".join([*parts, _run(text[at:end], after_block, at == start or after_block)])


def _run(text: str, after_block: bool, before_block: bool) -> str:
    """Text between elements; line breaks next to a block are kept, but not shown, for the block breaks the line."""
    core = text.lstrip() if after_block else text
    before = text[: len(text) - len(core)]
    rest = core.rstrip() if before_block else core
    return f"{_unshown(before)}{escape(rest)}{_unshown(core[len(rest) :])}"


def _unshown(space: str) -> str:
    return f"<span hidden>{escape(space)}</span>" if space else ""


def _element(text: str, passage: Passage, writing: Writing) -> str:
    """A passage as an element; a citation that holds no other is a link."""
    content = _between(text, passage.start, passage.end, passage.inside, writing)
    anchor = f"char={passage.start + writing.offset},{passage.end + writing.offset}"
    target = writing.href(passage.body) if passage.kind is Kind.CITATION and not passage.inside else None
    if target:
        told = f' title="{escape(writing.title(passage.body))}"' if writing.title else ""
        return f'<a id="{anchor}" href="{escape(target)}"{told}>{content}</a>'
    return f'<span class="{passage.kind.value}" id="{anchor}">{content}</span>'


def nested(passages: Iterable[Passage], length: int) -> list[Passage]:
    """The passages as a forest of their own: each inside the smallest that holds it.

    One that straddles another's edge cannot be an element and is left out (the page's script can still mark it);
    of several with the same range the first stands for all.
    """
    roots: list[Passage] = []
    holders: list[Passage] = []
    for given in sorted(passages, key=lambda p: (p.start, -p.end, _OUTERMOST.index(p.kind), p.body)):
        if not 0 <= given.start < given.end <= length:
            continue
        passage = replace(given, inside=[])
        while holders and holders[-1].end <= passage.start:
            holders.pop()
        holder = holders[-1] if holders else None
        if holder and (passage.end > holder.end or (passage.start, passage.end) == (holder.start, holder.end)):
            continue
        (holder.inside if holder else roots).append(passage)
        holders.append(passage)
    return roots


_OUTERMOST = (Kind.NODE, Kind.HEADING, Kind.CITATION)


def _passages(row: Mapping[str, Plain], text: str) -> Iterator[Passage]:
    """The passage of a row; of a node also its heading, where the text has it as the graph says."""
    start, end, body = int(str(row["start"])), int(str(row["end"])), str(row["body"])
    if not row["node"]:
        yield Passage(start, end, Kind.CITATION, body)
        return
    yield Passage(start, end, Kind.NODE, body)
    marker, title = str(row["marker"] or ""), str(row["title"] or "")
    found = text.find(title, start, start + len(marker) + len(title) + _GAP)
    if title and found >= 0 and found + len(title) < end:
        yield Passage(start, found + len(title), Kind.HEADING, body)


_GAP = 2  # white space between a marker and its title


def _passages_query(iri: str) -> str:
    return f"""{sparql_prologue("oa", "plan", "rdfs")}
    SELECT DISTINCT ?start ?end ?body ?node ?marker ?title WHERE {{
      VALUES ?text {{ {iri_text(iri)} }} ?target oa:hasSource ?text ; oa:hasSelector ?position .
      ?position oa:start ?start ; oa:end ?end .
      ?citation oa:hasTarget ?target ; oa:hasBody ?body ; plan:inNode ?in .
      FILTER NOT EXISTS {{ ?body a plan:Responsibility }} # its unit is cited at the same place
      BIND(?in = ?body AS ?node)
      OPTIONAL {{ ?body plan:marker ?marker }}
      OPTIONAL {{ ?body plan:level ?level }} # not in one group with the title, which takes Oxigraph three times as long
      OPTIONAL {{ ?body rdfs:label ?title FILTER(BOUND(?level) && LANG(?title) = "zh") }}
    }} ORDER BY ?start ?end ?body"""
