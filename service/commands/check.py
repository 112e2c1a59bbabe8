"""`plangraph check`: whether a plan's graph is right, and what of its text it does not cover."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.resources import as_file
from pathlib import Path

import click

from graph.check import check, uncovered
from graph.extraction import Extraction
from graph.model import PlanError, PlanGraph, Problem
from graph.pipeline import extract, make_graph
from graph.plan_folder import bundled_plans
from ontology.files import vocabulary
from service.settings import from_environment
from service.words.interface import LANGUAGES


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--owl", is_flag=True, help="Ask HermiT as well whether ontology and graph are consistent (needs Java).")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="zh", show_default=True, help="Of the shapes' messages."
)
def command(files: tuple[Path, ...], language: str, *, owl: bool) -> None:
    """Check the graphs of FILES, or of the plans that come with the program; nothing is kept.

    Lists what the shapes refuse, then every stretch of text that belongs to no passage, every quoted name that
    became no entity and every task without a unit, each with its character offsets. Exit status 1 if a graph is
    wrong; what was merely not understood does not make it so.
    """
    base = from_environment().base
    sound = [_checked(found, make_graph(found, base), language, owl=owl) for found in _extractions(files, base)]
    if not all(sound):
        sys.exit(1)


def _extractions(files: tuple[Path, ...], base: str) -> Iterator[Extraction]:
    for file in files:
        yield extract(file, base)
    for plan in () if files else bundled_plans():
        if plan.source is None:
            raise PlanError(f"{plan.settings.slug}: the plan has no document")
        with as_file(plan.source) as path:
            yield extract(path, base, plan)


def _checked(found: Extraction, graph: PlanGraph, language: str, *, owl: bool) -> bool:
    report = check(graph)
    click.echo(f"{found.plan.settings.slug}: {report.text(language)}")
    contradictions = _contradictions(graph) if owl else ()
    for problem in (*contradictions, *uncovered(found.document, found.outline, found.linking)):
        click.echo(_line(problem))
    return report.conforms and not contradictions


def _contradictions(graph: PlanGraph) -> tuple[Problem, ...]:
    from graph.reason.hermit import check_consistency  # noqa: PLC0415 - loads owlready2, and only --owl needs it

    found = check_consistency(graph.stated.triples, vocabulary("ontology"))
    if not found:
        click.echo("HermiT: consistent")
    return tuple(found)


def _line(problem: Problem) -> str:
    where = f"{problem.start}-{problem.end}" if problem.start is not None else "-"
    return f"  {where}\t{problem.kind}\t{problem.message}"
