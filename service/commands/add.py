"""`plangraph add`: a document's checked graph into the store, all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import click

from graph.keeping import keep
from graph.model import PlanError
from graph.pipeline import build, extract
from ontology.files import vocabulary_graphs
from service.commands.summary import summary
from service.process.stores import reached
from service.settings import from_environment


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", help="What a new plan is called in IRIs; the file's name without it.")
@click.option("--area", help="Whose units and places these are, e.g. qibao; the issuer's without it.")
@click.option("--replace", is_flag=True, help="Put it in the place of the plan of this slug.")
def command(file: Path, slug: str | None, area: str | None, *, replace: bool) -> None:
    """Read FILE (.txt, .docx, .pdf, .html) and add its graph to the store."""
    settings = from_environment()
    built = build(extract(file, settings.base, slug=slug, area=area), settings.base)
    with reached(settings) as store:
        name = str(built.graph.stated.name)
        plan = built.extraction.plan
        if store.has_graph(name) and not replace:
            way = "use --replace to put this one in its place"
            way += ", or --slug to give it another name" if plan.source is None else ""
            raise PlanError(f"the store has a plan {plan.settings.slug!r} already; {way}")
        vocabularies = (
            {} if store.has_graph(f"{settings.base}graph/vocabulary/ontology") else vocabulary_graphs(settings.base)
        )
        keep(store, [built.graph], vocabularies)
    click.echo(summary(built))
