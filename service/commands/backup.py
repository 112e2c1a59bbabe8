"""`plangraph backup`: a verified copy of the store."""

from __future__ import annotations

from pathlib import Path

import click

from graph.store.backups import back_up
from service.process.stores import own_folder
from service.settings import from_environment


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def command(target: Path) -> None:
    """Copy the store to TARGET, a new folder, or a file named ….nq.gz that any SPARQL server can load.

    Works while the store is served. The copy holds every write that was acknowledged before.
    """
    version = back_up(own_folder(from_environment()), target)
    click.echo(f"Version {version} of the store is in {target}.")
