"""`plangraph geo`: positions from a town's own GIS into the store, and out of it as GeoJSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from graph.locate.matching import Matching, match
from graph.locate.places_writing import write_places
from graph.locate.town_files import read_town_file
from graph.model import PlanError
from graph.relocating import (
    ImportedFile,
    LocatedPlan,
    imported_positions,
    is_as_known,
    keep_positions,
    keep_relations,
    kept_plans,
    open_located,
)
from graph.store.base import Store
from service.process.stores import reached
from service.settings import from_environment

_MOST_LISTED = 50


@click.group()
def command() -> None:
    """Positions of a plan's places, projects and facilities.

    They can be edited in QGIS: `geo export`, and `geo import` what was changed.
    """


@command.command(name="import", short_help="Take positions from a GIS file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", "slug", help="The plan's slug; needed where the store has several.")
@click.option("--write", is_flag=True, help="Put the positions into the store; without it nothing is changed.")
@click.option("--out", type=click.Path(path_type=Path), help="Write all positions, the new ones included, as GeoJSON.")
@click.option("--crs", help="The reference system of a file that says none, e.g. EPSG:4549.")
@click.option("--layer", help="One layer of the file; all of them without it.")
@click.option("--encoding", help="Of a shapefile's attributes, e.g. GBK, where it has no .cpg.")
@click.option(
    "--accuracy", type=click.FloatRange(0, 100_000), default=10.0, show_default=True, help="Of the file, in metres."
)
def import_file(
    file: Path,
    slug: str | None,
    out: Path | None,
    crs: str | None,
    layer: str | None,
    encoding: str | None,
    accuracy: float,
    *,
    write: bool,
) -> None:
    """Match the features of FILE (.geojson, .gpkg, a zipped shapefile) with the plan's places, projects and facilities.

    By their IRI, else their national code, else their name; it says what matched by what, what did not, and what is
    not clear, and with --write replaces the positions of what matched.
    """
    settings = from_environment()
    features, systems = read_town_file(file, layer=layer, crs=crs, encoding=encoding)
    with reached(settings, read_only=not write) as store:
        plan = open_located(store, settings.base, _slug(store, settings.base, slug))
        matching = match(features, plan.entities, settings.base)
        click.echo("\n".join(_report(matching, plan)))
        told = ImportedFile(file.name, _digest(file), datetime.now(UTC).date().isoformat(), systems, accuracy)
        imported = imported_positions(matching.matched, plan, told)
        changed = plan.relocated(imported)
        if out is not None:
            _write(out, changed)
        if write:
            keep_positions(store, changed)
            click.echo(f"{len(imported)} positions of the file were put into the store.")
        elif out is None:
            click.echo("Nothing was changed; --write puts these positions into the store.")


@command.command(short_help="Write positions as GeoJSON.")
@click.option("--plan", "slug", help="The plan's slug; needed where the store has several.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; standard output without it.")
def export(slug: str | None, out: Path | None) -> None:
    """Write where the plan's things are as GeoJSON, those that are not located included, without a geometry."""
    settings = from_environment()
    with reached(settings, read_only=True) as store:
        plan = open_located(store, settings.base, _slug(store, settings.base, slug))
    if out is None:
        click.echo(write_places(plan.positions), nl=False)
    else:
        _write(out, plan)


@command.command(short_help="Compute anew what lies in what and beside what.")
@click.option("--plan", "slug", help="The plan's slug; needed where the store has several.")
def relate(slug: str | None) -> None:
    """Compute anew what lies in what and beside what, after a plan's geometry graph was written over HTTP."""
    settings = from_environment()
    with reached(settings, read_only=False) as store:
        plan = open_located(store, settings.base, _slug(store, settings.base, slug))
        before, now = keep_relations(store, plan)
    click.echo(f"{plan.ids.slug}: {now} statements about what lies in what and beside what; there were {before}.")


def _slug(store: Store, base: str, slug: str | None) -> str:
    plans = [slug] if slug else kept_plans(store, base)
    if len(plans) != 1:
        raise PlanError(f"say which plan is meant with --plan; the store has {', '.join(plans) or 'none'}")
    return plans[0]


def _report(matching: Matching, plan: LocatedPlan) -> Iterator[str]:
    """What matched, what did not and what is not clear, a line each."""
    usable = [found for found in matching.matched if found.feature.geometry is not None]
    yield f"{len(usable)} matched:"
    for found in usable:
        kind = "as it is already" if is_as_known(found, plan) else (found.feature.geometry or {})["type"]
        yield f"  {found.feature.where} is {plan.entities[found.path].label} ({found.path}), by {found.how}: {kind}"
    broken = [found for found in matching.matched if found.feature.geometry is None]
    if broken:
        yield f"{len(broken)} matched, but cannot be used:"
        yield from (f"  {found.feature.where} ({found.path}): {found.feature.problem}" for found in broken)
    yield f"{len(matching.ambiguous)} not clear:"
    for feature, paths in matching.ambiguous[:_MOST_LISTED]:
        several = " or ".join(paths) if len(paths) > 1 else f"{paths[0]}, as other features are"
        yield f"  {feature.where} may be {several}"
    yield f"{len(matching.unmatched)} not matched:"
    for feature in matching.unmatched[:_MOST_LISTED]:
        filled = [f"{name}={value}" for name, value in feature.attributes.items() if value not in (None, "")]
        said = "; ".join(filled[:4])
        yield f"  {feature.where}: {said[:200]}"
    if len(matching.unmatched) > _MOST_LISTED:
        yield f"  … and {len(matching.unmatched) - _MOST_LISTED} more"


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _write(out: Path, plan: LocatedPlan) -> None:
    try:
        out.write_text(write_places(plan.positions), "utf-8")
    except OSError as error:
        raise PlanError(f"{out} cannot be written: {error.strerror}") from error
