"""Targets as rows of a table: the words, what they promise, how much and by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.store.answer import Plain
from graph.store.base import Store, select
from ontology.namespaces import sparql_prologue

_MOST = 100


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target; its amount as it is to be read, a number or a range with its unit of measure."""

    iri: str
    node: str | None
    quote: str
    subject: str | None
    amount: str | None
    due: str | None

    def mentioned(self) -> Iterator[str]:
        """Every thing whose name a page needs."""
        if self.node:
            yield self.node


def read_targets(store: Store, pattern: str) -> tuple[TargetRow, ...]:
    """The targets `?target` of `?node` that a pattern finds, in the order of the plan."""
    query = f"""{sparql_prologue("plan")}
    SELECT ?target ?node ?quote ?subject ?value ?least ?most ?measure ?due WHERE {{
      {pattern}
      ?target plan:quote ?quote .
      OPTIONAL {{ ?target plan:subject ?subject }} OPTIONAL {{ ?target plan:value ?value }}
      OPTIONAL {{ ?target plan:minValue ?least }} OPTIONAL {{ ?target plan:maxValue ?most }}
      OPTIONAL {{ ?target plan:unitOfMeasure ?measure }} OPTIONAL {{ ?target plan:dueDate ?due }}
    }} ORDER BY ?target LIMIT {_MOST}"""
    rows = {str(found["target"]): _row(found) for found in select(store, query).records}
    return tuple(rows.values())


def _row(found: Mapping[str, Plain]) -> TargetRow:
    node, subject, due = (None if found[name] is None else str(found[name]) for name in ("node", "subject", "due"))
    return TargetRow(str(found["target"]), node, str(found["quote"]), subject, amount(found), due)


def amount(found: Mapping[str, Plain]) -> str | None:
    """A number or a range, with an open end as one reads it (≥ 3), and its unit of measure."""
    value, least, most = found["value"], found["least"], found["most"]
    measure = str(found["measure"] or "")
    if value is not None:
        return f"{value}{measure}"
    if least is not None and most is not None:
        return f"{least}–{most}{measure}"
    if least is not None:
        return f"≥ {least}{measure}"
    return None if most is None else f"≤ {most}{measure}"
