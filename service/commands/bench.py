"""`plangraph bench`: run the benchmark of the source tree, with its own options."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from graph.model import PlanError

_FOLDER = Path("tests", "benchmarks")


@click.command(name="bench", context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Measure the program beside other SPARQL servers; `plangraph bench --help` tells how."""
    folder = Path(__file__).parents[2] / _FOLDER
    if not folder.is_dir():
        raise PlanError(
            f"The benchmark is part of the source tree ({_FOLDER}), which is not here; run it from a clone."
        )
    done = subprocess.run([sys.executable, folder, *arguments], check=False)  # noqa: S603 - our own program
    sys.exit(done.returncode)
