"""`plangraph dump`: the graph as RDF."""

from __future__ import annotations

import sys

import click

from graph.store.formats import Format
from service.http.negotiation import DATASETS, GRAPHS, WHOLE, by_name
from service.process.stores import reached
from service.settings import from_environment

_NAMES = [media_type.name for media_type in (*DATASETS, *GRAPHS)]


@click.command(name="dump")
@click.option("--format", "name", type=click.Choice(_NAMES), default="nq", show_default=True, help="How it is written.")
@click.option("--graph", help="One named graph instead of everything; needed for formats without graph names.")
def command(name: str, graph: str | None) -> None:
    """Write the graph to standard output."""
    media_type = by_name(name, (*DATASETS, *GRAPHS))
    if graph is None and media_type not in WHOLE:
        raise click.UsageError(f"{name} holds one graph: name it with --graph, or choose nq, trig or jsonld.")
    if graph is not None and media_type in DATASETS:
        raise click.UsageError(
            f"One graph is written as {', '.join(media.name for media in GRAPHS)}; choose with --format."
        )
    media = Format(media_type.mime) if media_type else Format.N_QUADS
    with reached(from_environment(), read_only=True) as store:
        answer = store.dump(media) if graph is None else store.read_graph(graph, media)
        answer.write(sys.stdout.buffer)
