"""What was withdrawn answers 410: a thing or graph of which the graph says when it stopped being valid (PROV-O)."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.base import Store, ask, select
from graph.store.sparql_text import iri_text, is_iri
from ontology.namespaces import sparql_prologue
from service.http.links import Links, spellings
from service.http.problem import Problem

_NUMBERED = frozenset({"task", "section", "goal", "principle", "safeguard", "target", "responsibility", "text"})


def is_any_withdrawn(store: Store) -> bool:
    """Whether anything at all was withdrawn, of which most graphs say nothing."""
    return ask(store, f"{sparql_prologue('prov')} ASK {{ ?x prov:invalidatedAtTime ?when }}")


def refuse_withdrawn(store: Store, links: Links, iris: Sequence[str]) -> None:
    """410 where one of these has a `prov:invalidatedAtTime`, with what replaces it (`dct:isReplacedBy`)."""
    values = " ".join(iri_text(iri) for iri in iris if is_iri(iri))
    query = f"""{sparql_prologue("dct", "prov")}
    SELECT ?x ?when ?other WHERE {{
      VALUES ?x {{ {values} }} ?x prov:invalidatedAtTime ?when OPTIONAL {{ ?x dct:isReplacedBy ?other }} }}
    ORDER BY ?when ?other"""
    rows = select(store, query).records
    if not rows:
        return
    iri, when = str(rows[0]["x"]), str(rows[0]["when"])
    others = list(dict.fromkeys(str(row["other"]) for row in rows if row["other"] is not None))
    members = {"withdrawn": when, "near": [{"value": other, "title": other} for other in others]}
    successors = ((other, links.document(other)) for other in others)
    found = ", ".join(f'<{spellings(address)[-1]}>; rel="successor-version"' for _, address in successors if address)
    raise Problem(
        410,
        f"{iri} was withdrawn on {when}.",
        members={name: value for name, value in members.items() if value},
        headers={"Link": found} if found else {},
    )


def withdrawable(links: Links, path: str) -> list[str]:
    """What may have been withdrawn where the thing at `path` (below id/) has been: itself, or its plan."""
    kind, _, rest = path.partition("/")
    plan = [links.iri(f"id/plan/{rest.partition('/')[0]}")] if kind in _NUMBERED and rest else []
    return [links.iri(f"id/{path}"), *plan]
