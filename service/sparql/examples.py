"""Queries to begin with, for the page that takes queries."""

from __future__ import annotations

from dataclasses import dataclass

from service.words.interface import LANGUAGES

_PREFIXES = """PREFIX plan: <https://w3id.org/plangraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A query and what it asks."""

    title: str
    text: str


_EXAMPLES = (
    (
        ("每个单位有多少任务?", "How many tasks has each unit?"),
        """SELECT ?unit ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {
  ?task a plan:Task ; plan:responsibleUnit ?unit .
  ?unit rdfs:label ?name FILTER(LANG(?name) = "zh")
} GROUP BY ?unit ?name ORDER BY DESC(?tasks)""",
    ),
    (
        ("哪些任务服务于哪个目标?", "Which tasks serve which goal?"),
        """SELECT ?goal ?number ?title WHERE {
  ?task plan:contributesTo/rdfs:label ?goal ; plan:number ?number ; rdfs:label ?title .
} ORDER BY ?goal ?number""",
    ),
    (
        ("一个地点的名字出现在原文哪些位置?", "Where in the text is each place named?"),
        """PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?place ?name ?start ?end ?words WHERE {
  ?place a plan:Place ; rdfs:label ?name ; plan:evidence/oa:hasTarget/oa:hasSelector ?position, ?quote .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?words
} ORDER BY ?start LIMIT 100""",
    ),
)


def examples(language: str) -> list[Example]:
    """The examples in a language."""
    which = LANGUAGES.index(language)
    return [Example(titles[which], _PREFIXES + text) for titles, text in _EXAMPLES]
