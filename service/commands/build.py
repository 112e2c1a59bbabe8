"""`plangraph build`: the plans that come with the program, and the vocabularies, into the store."""

from __future__ import annotations

import click
from rdflib import URIRef

from graph.keeping import keep
from graph.pipeline import build_folder
from graph.plan_folder import bundled_plans
from ontology.files import vocabulary_graphs
from queries.catalogue import Catalogue
from service.commands.summary import summary
from service.process.stores import reached
from service.questions.executables import executables
from service.settings import from_environment


@click.command()
def command() -> None:
    """Read the plans that come with the program, and put their checked graphs into the store, all or none."""
    settings = from_environment()
    endpoint = f"{settings.public_base or settings.base}sparql"
    questions = executables(Catalogue().values(), settings.base, endpoint)
    vocabularies = {**vocabulary_graphs(settings.base)}
    vocabularies[URIRef(f"{settings.base}graph/vocabulary/questions")] = tuple(questions)
    built = [build_folder(plan, settings.base) for plan in bundled_plans()]
    with reached(settings) as store:
        keep(store, [plan.graph for plan in built], vocabularies)
    for plan in built:
        click.echo(summary(plan))
