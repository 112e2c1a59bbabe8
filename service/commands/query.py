"""`plangraph query`: a SPARQL query from a file."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from graph.model import PlanError
from graph.store.formats import Form, Format
from graph.store.query_text import require_query
from service.http.negotiation import DATASETS, GRAPHS, RESULTS, TSV, TURTLE, by_name
from service.http.problem import Problem
from service.process.stores import reached
from service.settings import from_environment
from service.sparql.outbound import closed

_NAMES = [media_type.name for media_type in (*RESULTS, *GRAPHS, *DATASETS)]


@click.command(name="query")
@click.argument("file", type=click.File("rb"))
@click.option("--format", "name", type=click.Choice(_NAMES), help="tsv for rows and ttl for graphs, if not given.")
def command(file: BinaryIO, name: str | None) -> None:
    """Answer the SPARQL query in FILE (- for standard input)."""
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise PlanError(f"The query is not UTF-8 (byte {error.start}).") from error
    require_query(text)
    results = by_name(name, RESULTS) if name else TSV
    graphs = by_name(name, (*GRAPHS, *DATASETS)) if name else TURTLE
    formats = {Form.GRAPH: Format(graphs.mime)} if graphs else {}
    if results:
        formats |= {Form.BINDINGS: Format(results.mime), Form.BOOLEAN: Format(results.mime)}
    settings = from_environment()
    try:
        query = closed(text)  # as over HTTP
        with reached(settings, read_only=True) as store:
            answer = query.answered(
                lambda: store.query(query.text, formats=formats, union_default=settings.union_default_graph)
            )
            answer.write(sys.stdout.buffer)
    except Problem as error:
        raise PlanError(error.detail) from error
