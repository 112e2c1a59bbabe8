"""/about: what the data are, how much of the plans they cover, and the whole of them to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version

from flask import Blueprint, Response, request
from rdflib.namespace import DCTERMS

from graph.store.answer import Plain
from graph.store.base import select
from ontology.namespaces import ONTOLOGY, sparql_prologue
from service.answers.conditional import conditional
from service.answers.pages import page
from service.answers.tables import download
from service.context import Context, context
from service.datasets.graph import known_datasets
from service.http.negotiation import GRAPHS, WHOLE, XLSX, ZIP, MediaType
from service.http.problem import Problem
from service.overview.class_tables import MOST, ClassTable, as_workbook, as_zip, read_class_tables
from service.overview.coverage import Coverage, read_coverage
from service.words.interface import language_of
from service.words.labels import Label, read_labels

blueprint = Blueprint("about", __name__)

_MOST_PLANS = 20  # that the page speaks of one by one, the newest
_PLANS = f"""{sparql_prologue("dct", "plan")}
SELECT ?plan (SAMPLE(?d) AS ?issued) (SAMPLE(?s) AS ?source) WHERE {{
  ?plan a plan:Plan . OPTIONAL {{ ?plan dct:issued ?d }} OPTIONAL {{ ?plan <{DCTERMS.source}> ?s }}
}} GROUP BY ?plan ORDER BY DESC(?issued) ?plan LIMIT {_MOST_PLANS + 1}"""
_CLASSES = f"""{sparql_prologue("owl", "plan")}
SELECT ?class (COUNT(DISTINCT ?x) AS ?things) WHERE {{
  ?class a owl:Class . FILTER(STRSTARTS(STR(?class), "{ONTOLOGY}")) ?x a ?class
}} GROUP BY ?class ORDER BY DESC(?things) ?class"""


@blueprint.route("/about")
def about() -> Response:
    """What is here, how much of the text it covers, what was not understood, and how to take and cite it."""
    wiring = context()
    language = language_of(request)
    return conditional(wiring.store, lambda: _page(wiring, language), language)


@blueprint.route("/about/tables.zip")
def csv_tables() -> Response:
    """The whole as CSV files, one a class."""
    return _tables(as_zip, ZIP)


@blueprint.route("/about/tables.xlsx")
def workbook() -> Response:
    """The whole as a workbook, a sheet a class."""
    return _tables(as_workbook, XLSX)


def _tables(write: Callable[[Iterator[ClassTable]], bytes], kind: MediaType) -> Response:
    """The tables in a form that can be kept; a graph that is too large for them has its dumps."""
    wiring = context()
    language = language_of(request)

    def make() -> Response:
        if wiring.store.size() > MOST:
            raise Problem(403, f"Tables are made of graphs of up to {MOST:,} statements; take the N-Quads instead.")
        return download(write(read_class_tables(wiring.store, language)), kind.mime, f"plangraph.{kind.name}")

    response = conditional(wiring.store, make, kind.name, language)
    response.vary.add("Accept-Language")
    return response


def _page(wiring: Context, language: str) -> Response:
    plans = wiring.remembered.get("plans", lambda: select(wiring.store, _PLANS).records)
    classes = wiring.remembered.get("class counts", lambda: select(wiring.store, _CLASSES).records)
    coverage = wiring.remembered.get("coverage", lambda: read_coverage(wiring.store, _MOST_PLANS))
    is_cut, plans = len(plans) > _MOST_PLANS, plans[:_MOST_PLANS]
    return page(
        "about/about.html",
        plans=plans,
        most_plans=_MOST_PLANS if is_cut else None,
        classes=classes,
        labels=_labels(wiring, language, plans, classes, coverage),
        coverage=coverage,
        datasets=known_datasets(wiring),
        formats=GRAPHS,
        whole=WHOLE,
        licence=wiring.settings.licence,
        publisher=wiring.settings.publisher,
        contact=wiring.settings.contact,
        data_version=wiring.store.version(),
        program_version=version("plangraph"),
        address=wiring.address,
        has_tables=wiring.store.size() <= MOST,
        most_rows=f"{MOST:,}",
    )


def _labels(
    wiring: Context,
    language: str,
    plans: list[dict[str, Plain]],
    classes: list[dict[str, Plain]],
    coverage: tuple[Coverage, ...],
) -> dict[str, Label]:
    """What the plans, the classes and the tasks in question are called."""
    wanted = [str(row["plan"]) for row in plans] + [str(row["class"]) for row in classes]
    wanted += [task for found in coverage for task in found.tasks_without_unit]
    return read_labels(wiring.store, wanted, language)
