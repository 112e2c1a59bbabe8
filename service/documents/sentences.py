"""The sentences of a plan that name a thing: the words around each citation of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue

MOST = 30  # sentences that one page quotes
_BEFORE, _AFTER = 90, 120  # characters around the words; a longer sentence is cut
_END = re.compile(r"[。;!?\n]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in three parts, the words that name the thing in the middle, and where it stands."""

    source: str
    start: int
    end: int
    before: str
    words: str
    after: str
    node: str | None

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        if self.node:
            yield self.node


def read_sentences(store: Store, iri: str) -> tuple[Sentence, ...]:
    """The sentences that name a thing in a plan's own words; a task's list of units is no sentence."""
    query = f"""{sparql_prologue("oa", "plan")}
    SELECT DISTINCT ?source ?start ?end ?node
      (IF(?start > {_BEFORE}, ?start - {_BEFORE}, 0) AS ?from)
      (SUBSTR(?text, ?from + 1, ?end - ?from + {_AFTER}) AS ?window)
    WHERE {{ {{ {_places_query(iri)} }} ?source plan:text ?text }}
    ORDER BY ?source ?start ?end ?node"""
    found = []
    for row in select(store, query).records:
        start, end, first = (int(str(row[name])) for name in ("start", "end", "from"))
        before, words, after = cut(str(row["window"]), start - first, end - first, first)
        node = None if row["node"] is None else str(row["node"])
        found.append(Sentence(str(row["source"]), start, end, before, words, after, node))
    return tuple(found)


def _places_query(iri: str) -> str:
    """Where the first sentences stand; of these alone the text is read.

    A citation whose other body is a responsibility is left out by OPTIONAL and not by NOT EXISTS: Oxigraph begins that
    at every responsibility there is, anew for each citation (100 ms for 11 of them among 10,000 responsibilities).
    """
    return f"""SELECT DISTINCT ?source ?start ?end ?node WHERE {{
      VALUES ?thing {{ {iri_text(iri)} }} ?citation oa:hasBody ?thing ; oa:hasTarget ?target .
      ?target oa:hasSource ?source ; oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end .
      OPTIONAL {{ ?citation plan:inNode ?node }}
      OPTIONAL {{ ?citation oa:hasBody ?part . ?part a plan:Responsibility }}
      FILTER(!BOUND(?part) && (!BOUND(?node) || ?node != ?thing))
    }} ORDER BY ?source ?start ?end ?node LIMIT {MOST}"""


def cut(window: str, start: int, end: int, first: int) -> tuple[str, str, str]:
    """The sentence in a window of the text around the words between start and end; … where it goes on beyond.

    `first` is where the window itself begins in the text.
    """
    ends = [found.end() for found in _END.finditer(window, 0, start)]
    before = window[ends[-1] : start] if ends else ("…" if first else "") + window[:start]
    closing = _END.search(window, end)
    after = window[end : closing.end()].rstrip() if closing else f"{window[end:]}…"
    return before.lstrip(), window[start:end], after
