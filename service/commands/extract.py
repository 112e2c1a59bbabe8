"""`plangraph extract`: what was found in a document, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from graph.extraction import as_json
from graph.model import PlanError, Severity
from graph.pipeline import extract
from service.settings import from_environment


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--text-out", type=click.Path(path_type=Path), help="Write the text that the offsets refer to (UTF-8).")
@click.option("--slug", help="What a new plan is called in IRIs; the file's name without it.")
@click.option("--area", help="Whose units and places these are, e.g. qibao; the issuer's without it.")
def command(file: Path, text_out: Path | None, slug: str | None, area: str | None) -> None:
    """Read FILE (.txt, .docx, .pdf, .html) and print its plan, sections, tasks, mentions and targets.

    What was not understood is listed under "problems", and what a person should mend also on standard error. Exit
    status 2 where the numbering repeats itself, so that two passages would be one: then the plan cannot be added.
    """
    base = from_environment().base
    found = extract(file, base, slug=slug, area=area)
    if text_out:
        _write(text_out, found.document.text)
    shown = as_json(found, base, str(text_out) if text_out else None)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    for problem in found.outline.problems:
        click.echo(f"plangraph: {file.name}: characters {problem.start}-{problem.end}: {problem.message}", err=True)
    if any(problem.severity is Severity.ERROR for problem in found.outline.problems):
        sys.exit(2)


def _write(out: Path, text: str) -> None:
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise PlanError(f"{out} cannot be written: {error.strerror}") from error
