"""Where the plan says so: the citations about a thing, and about each of its statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.store.base import Store, ask, select
from graph.store.sparql_text import iri_text
from ontology.namespaces import sparql_prologue

_MOST = 2000  # citations one page reads
_CITATION = """
  ?citation oa:hasBody ?body ; oa:hasTarget ?target .
  ?target oa:hasSource ?text ; oa:hasSelector ?position, ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?exact .
  OPTIONAL { ?citation plan:inNode ?node }
  OPTIONAL { ?body plan:unit ?unit }"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited passage: the text it stands in, its characters, and the words themselves."""

    text: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited at which characters."""

    body: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EvidenceAround:
    """The citations of a thing itself, those that link it to another, by that other's IRI, and all in its own words."""

    own: tuple[Evidence, ...]
    by_other_end: Mapping[str, tuple[Evidence, ...]]
    inside: tuple[Citation, ...] = ()


def evidence_around(store: Store, iri: str, *, is_responsible: bool) -> EvidenceAround:
    """All citations that name a thing, stand in it, or give it its responsibility, where it has any.

    A statement between two things is cited where the one is named in the other's own words (`plan:inNode`), or
    where the responsibility that joins them is.
    """
    own: dict[Evidence, None] = {}
    others: dict[str, dict[Evidence, None]] = {}
    inside: dict[Citation, None] = {}
    by_responsibility = is_responsible and ask(store, _cited_without(iri))
    for row in select(store, _query(iri, by_responsibility=by_responsibility)).records:
        found = Evidence(str(row["text"]), _integer(row["start"]), _integer(row["end"]), str(row["exact"]))
        ends = {str(row[name]) for name in ("body", "node", "unit") if row[name] is not None}
        if row["body"] == iri or row["unit"] == iri:
            own[found] = None
        if row["node"] == iri:
            inside[Citation(str(row["body"]), found.start, found.end)] = None
        for end in ends - {iri}:
            others.setdefault(end, {})[found] = None
    by_other_end = {end: tuple(found) for end, found in others.items()}
    return EvidenceAround(tuple(own), by_other_end, tuple(inside))


def _cited_without(iri: str) -> str:
    """Whether any responsibility of a thing is cited where the thing itself is not, which is seldom."""
    return f"""{sparql_prologue("oa", "plan")}
    ASK {{
      VALUES ?thing {{ {iri_text(iri)} }} ?responsibility plan:unit ?thing . ?citation oa:hasBody ?responsibility .
      FILTER NOT EXISTS {{ ?citation oa:hasBody ?thing }}
    }}"""


def _query(iri: str, *, by_responsibility: bool) -> str:
    """The citations that have the thing as body, stand in it, or have a responsibility of it as body.

    What is said of a citation is repeated in each branch: joined to their union, Oxigraph reads every citation
    (110 ms on the plan graph against 11 ms). Reading each branch takes it as long as answering it.
    """
    thing = f"VALUES ?thing {{ {iri_text(iri)} }}"
    citations = [f"{thing} VALUES ?way {{ oa:hasBody plan:inNode }} ?citation ?way ?thing ."]
    if by_responsibility:
        citations.append(f"{thing} ?responsibility plan:unit ?thing . ?citation oa:hasBody ?responsibility .")
    branches = " UNION ".join(f"{{ {citation} {_CITATION} }}" for citation in citations)
    return f"""{sparql_prologue("oa", "plan")}
    SELECT DISTINCT ?body ?node ?unit ?text ?start ?end ?exact WHERE {{ {branches} }}
    ORDER BY ?start ?end LIMIT {_MOST}"""


def _integer(value: object) -> int:
    """An offset as the number it is; a graph that says otherwise has no offset."""
    return value if isinstance(value, int) else 0
