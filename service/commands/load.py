"""`plangraph load`: an RDF file into the store."""

from __future__ import annotations

from pathlib import Path

import click

from graph.model import PlanError
from graph.store.formats import Format
from service.http.negotiation import DATASETS, GRAPHS, MediaType, by_name
from service.process.stores import reached
from service.settings import from_environment

_EXTENSIONS = {".xml": "rdf", ".owl": "rdf", ".json": "jsonld"}  # besides the formats' own names
_NAMES = [media_type.name for media_type in (*GRAPHS, *DATASETS)]


@click.command(name="load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--graph", help="The named graph to add a graph to; the default graph, if not given.")
@click.option("--format", "name", type=click.Choice(_NAMES), help="Told from the file's extension, if not given.")
def command(file: Path, graph: str | None, name: str | None) -> None:
    """Add the RDF in FILE to the store: all of it, or nothing."""
    media_type = _media_type(file, name)
    if graph is not None and media_type in DATASETS:
        raise click.UsageError(f"Each statement of {media_type.label} names its graph; leave --graph out.")
    with reached(from_environment()) as store, file.open("rb") as data:
        before = store.size()
        store.load(data, Format(media_type.mime), graph)
        click.echo(f"{store.size() - before} statements added from {file.name}.")


def _media_type(file: Path, name: str | None) -> MediaType:
    """The file's format, as said or as its extension tells."""
    extension = file.suffix.lower()
    found = by_name(name or _EXTENSIONS.get(extension, extension.removeprefix(".")), (*GRAPHS, *DATASETS))
    if found is None:
        raise PlanError(
            f"What format {file.name} has is not clear from its name; say it with --format {'|'.join(_NAMES)}."
        )
    return found
