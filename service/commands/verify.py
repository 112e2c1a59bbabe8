"""`plangraph verify`: whether a store or a backup is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from graph.store.backups import verify
from service.process.stores import own_folder
from service.settings import from_environment


@click.command(name="verify")
@click.argument("place", type=click.Path(path_type=Path), required=False)
def command(place: Path | None) -> None:
    """Check PLACE, a store's folder or a backup, or the store without it; also while it is served. Changes nothing.

    Every file is compared with its checksum, and every statement is read. Exit status 2 if anything is damaged: then
    the file is named, and the way back.
    """
    place = place or own_folder(from_environment())
    size = verify(place)
    click.echo(f"{place} is as it was written: {size} statements.")
