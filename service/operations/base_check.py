"""Whether the plans in the store have the identifiers that this service answers for."""

from __future__ import annotations

import logging

from graph.store.base import Store, ask, select
from graph.store.sparql_text import literal_text
from ontology.namespaces import sparql_prologue

log = logging.getLogger("plangraph")

_MIDDLE = "id/plan/"


def base_warning(store: Store, base: str) -> str | None:
    """A sentence where no plan's identifier begins with `base` although there are plans; it is logged too."""
    prologue = sparql_prologue()
    if ask(store, f"{prologue}ASK {{ ?plan a plan:Plan FILTER(STRSTARTS(STR(?plan), {literal_text(base)})) }}"):
        return None
    found = select(store, f"{prologue}SELECT ?plan WHERE {{ ?plan a plan:Plan }} ORDER BY ?plan LIMIT 1").records
    if not found:
        return None
    plan = str(found[0]["plan"])
    head, middle, _ = plan.partition(_MIDDLE)
    theirs = head if middle else plan
    told = f"The data were built with the base {theirs}, the service runs with PLANGRAPH_BASE={base}: set it, or build."
    log.warning("%s", told)
    return told
