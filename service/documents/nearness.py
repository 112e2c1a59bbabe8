"""What someone may have meant who asked for something that is not there."""

from __future__ import annotations

from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from graph.store.base import Store, select
from graph.store.sparql_text import iri_text, is_iri, literal_text
from ontology.namespaces import ONTOLOGY, sparql_prologue
from service.http.links import Links
from service.words.labels import read_labels

_MOST = 5
_LIKE = 70  # of 100, as rapidfuzz counts likeness
_SCANNED = 5000  # things of one class that are compared


def near(store: Store, links: Links, path: str, language: str) -> list[tuple[str, str]]:
    """Up to five things like the one at `path` (below id/): what has that name, what is spelt alike, what holds it."""
    found = [*_named(store, links, path), *_spelt_alike(store, links, path), *_holders(store, links, path)]
    things = list(dict.fromkeys(found))[:_MOST]
    labels = read_labels(store, things, language)
    return [(thing, labels[thing]) for thing in things]


def near_graphs(store: Store, name: str) -> list[str]:
    """Up to five graphs that there are whose names, without their host, are like one that there is not."""
    present = {graph: _below_host(graph) for graph in store.graph_names()}
    ranked = process.extract(_below_host(name), present, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_LIKE)
    return [graph for _, _, graph in ranked]


def _below_host(iri: str) -> str:
    parts = urlsplit(iri)
    return parts.path if parts.netloc else iri


def _named(store: Store, links: Links, path: str) -> list[str]:
    """What has the last part of the path as a name."""
    name = path.rstrip("/").rpartition("/")[2]
    forms = " ".join(literal_text(name, language=language) for language in (None, "zh", "en"))
    query = f"""{sparql_prologue()}
    SELECT DISTINCT ?x {{
      VALUES ?p {{ rdfs:label skos:prefLabel skos:altLabel }} VALUES ?name {{ {forms} }} ?x ?p ?name
    }} LIMIT {_MOST}"""
    return _ours(store, links, query)


def _spelt_alike(store: Store, links: Links, path: str) -> list[str]:
    """Things of the class that the path's first part names, by likeness of their whole path."""
    folder = path.partition("/")[0]
    kind = f"{ONTOLOGY}{folder[:1].upper()}{folder[1:]}"
    if not is_iri(kind):
        return []
    things = _ours(store, links, f"SELECT DISTINCT ?x {{ ?x a {iri_text(kind)} }} LIMIT {_SCANNED}")
    wanted = links.iri(f"id/{path}")
    prefix = len(links.iri("id/"))
    ranked = process.extract(
        wanted[prefix:], {thing: thing[prefix:] for thing in things}, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_LIKE
    )
    return [thing for _, _, thing in ranked]


def _holders(store: Store, links: Links, path: str) -> list[str]:
    """The section or plan that would hold a numbered thing of that path."""
    _, _, rest = path.partition("/")
    plan, _, number = rest.partition("/")
    steps = number.split(".")
    holders = [f"id/section/{plan}/{'.'.join(steps[:length])}" for length in range(len(steps) - 1, 0, -1)]
    wanted = [links.iri(holder) for holder in (*holders, f"id/plan/{plan}")]
    values = " ".join(iri_text(iri) for iri in wanted if is_iri(iri))
    present = set(_ours(store, links, f"SELECT DISTINCT ?x {{ VALUES ?x {{ {values} }} ?x ?p ?o }}"))
    return [iri for iri in wanted if iri in present]


def _ours(store: Store, links: Links, query: str) -> list[str]:
    """The things under our own id/ that a query finds."""
    found = (str(row["x"]) for row in select(store, query).records)
    return [iri for iri in found if (links.path_of(iri) or "").startswith("id/")]
