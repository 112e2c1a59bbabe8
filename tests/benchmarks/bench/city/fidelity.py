"""How near generated plans are to the real one: the same measurement of both, as a Markdown table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from statistics import mean

from rdflib import Graph

from bench.city.generator import plan_lines
from bench.city.shape import Shape, measure
from bench.city.town import City

_FEATURES: tuple[tuple[str, Callable[[Shape], float]], ...] = (
    ("tasks", lambda shape: len(shape.units_per_task)),
    ("units a task", lambda shape: mean(shape.units_per_task)),
    ("units of the task that has most", lambda shape: max(shape.units_per_task)),
    ("units", lambda shape: len(shape.entities["unit"].popularity)),
    ("tasks of the busiest unit", lambda shape: max(shape.entities["unit"].popularity)),
    ("mentions a task", lambda shape: mean(map(len, shape.mentions["task"]))),
    ("mentions in the task that has most", lambda shape: max(map(len, shape.mentions["task"]))),
    ("places", lambda shape: len(shape.entities["place"].popularity)),
    ("mentions of the place named most", lambda shape: max(shape.entities["place"].popularity)),
    ("other entities", lambda shape: sum(map(len, _other_popularities(shape)))),
    ("characters of a task", lambda shape: mean(shape.text_lengths["task"])),
    ("characters of a task's title", lambda shape: mean(shape.title_lengths["task"])),
    ("characters of an entity's label", lambda shape: mean(_label_lengths(shape))),
    ("tasks with a target, %", lambda shape: 100 * shape.tasks_with_target),
)


def table(real: Shape, seed: int, base: str, plans: int = 12) -> str:
    """Features of the real plan, and their means over the first generated plans."""
    city = City(real, seed)
    stated, inferred, shapes = [], [], []
    for number in range(plans):
        lines = [line.rsplit(" ", 2) for line in plan_lines(real, city, number, seed, base)]
        triples = [f"{triple} .\n" for triple, graph, _ in lines if "/graph/plan/" in graph]
        shapes.append(measure(Graph().parse(data="".join(triples), format="nt")))
        stated.append(len(triples))
        inferred.append(sum("/graph/inferred/" in graph for _, graph, _ in lines))
    rows = [
        "| feature | real plan | generated |",
        "|---|---:|---:|",
        *(f"| {name} | {of(real):.1f} | {mean(map(of, shapes)):.1f} |" for name, of in _FEATURES),
        f"| triples stated | | {mean(stated):,.0f} ({min(stated):,} to {max(stated):,}) |",
        f"| triples inferred | | {mean(inferred):,.0f} ({min(inferred):,} to {max(inferred):,}) |",
    ]
    return "\n".join(rows)


def _other_popularities(shape: Shape) -> Iterable[tuple[int, ...]]:
    return (entity.popularity for kind, entity in shape.entities.items() if kind not in ("unit", "place"))


def _label_lengths(shape: Shape) -> Iterable[int]:
    return chain.from_iterable(entity.label_lengths for entity in shape.entities.values())
