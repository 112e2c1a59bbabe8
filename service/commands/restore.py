"""`plangraph restore`: a backup in the place of the store."""

from __future__ import annotations

from pathlib import Path

import click

from graph.store.backups import restore
from service.process.stores import own_folder
from service.settings import from_environment


@click.command(name="restore")
@click.argument("source", type=click.Path(path_type=Path))
def command(source: Path) -> None:
    """Verify the backup SOURCE, a folder or a .nq.gz file, and put it in the place of the store.

    Works while the store is served: the service goes on with what the backup holds. The store stays as it is unless
    the backup is whole.
    """
    folder = own_folder(from_environment())
    size = restore(source, folder)
    click.echo(f"{size} statements restored to {folder}.")
