"""A city's plans as a stream of N-Quads: as many as asked for, the same for the same seed.

It is ledger-free: it reads no file and no store, knows only the shape it is given, and writes a line at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.city import terms as t
from bench.city.draft import Drafter
from bench.city.inferences import infer
from bench.city.shape import Shape
from bench.city.statements import Statement, Statements
from bench.city.town import PLANS_PER_TOWN, City

FIRST_YEAR = 2017


def generate(shape: Shape, triples: int, seed: int, base: str) -> Iterator[str]:
    """About `triples` lines of N-Quads: whole plans, and a last one that is cut short to fit."""
    city = City(shape, seed)
    written, number = 0, 0
    while written < triples:
        lines = plan_lines(shape, city, number, seed, base)
        if written + len(lines) > triples:
            lines = _shortened(shape, city, number, seed, base, triples - written)
            yield from lines
            return
        yield from lines
        written += len(lines)
        number += 1


def plan_lines(shape: Shape, city: City, number: int, seed: int, base: str, tasks: int | None = None) -> list[str]:
    """The N-Quads of the city's plan of this number, with at most this many tasks."""
    town = city.town(number // PLANS_PER_TOWN)
    year = FIRST_YEAR + 3 * (number % PLANS_PER_TOWN)
    random = Random(f"{seed} plan {number}")  # noqa: S311 - figures to measure with, not secrets
    draft = Drafter(shape, town, year, random).draft(tasks)
    statements = Statements(base, draft)
    statements.state()
    inferred = {found: None for found in infer(statements.found) if found not in statements.found}
    return [
        *_lines(statements.found, f"<{base}graph/plan/{draft.slug}>"),
        *_lines(inferred, f"<{base}graph/inferred/{draft.slug}>"),
        *_lines(_provenance(base, draft.slug), f"<{base}graph/provenance>"),
    ]


def _shortened(shape: Shape, city: City, number: int, seed: int, base: str, triples: int) -> list[str]:
    """The plan with as many tasks as give about this many lines; none, if that is nearer."""
    best: list[str] = []
    low, high = 0, 200
    while low <= high:
        tasks = (low + high) // 2
        lines = plan_lines(shape, city, number, seed, base, tasks)
        if abs(len(lines) - triples) < abs(len(best) - triples):
            best = lines
        low, high = (tasks + 1, high) if len(lines) < triples else (low, tasks - 1)
    return best


def _lines(statements: dict[Statement, None] | list[Statement], graph: str) -> Iterator[str]:
    return (f"{subject} {name} {value} {graph} .\n" for subject, name, value in statements)


def _provenance(base: str, slug: str) -> list[Statement]:
    stated, inferred = (f"<{base}graph/{kind}/{slug}>" for kind in ("plan", "inferred"))
    run, text, gazetteer = (f"<{base}id/{kind}/{slug}>" for kind in ("run", "text", "gazetteer"))
    return [
        (stated, t.A, t.PROV_ENTITY),
        (stated, t.GENERATED_BY, run),
        (stated, t.DERIVED_FROM, text),
        (stated, t.DERIVED_FROM, gazetteer),
        (inferred, t.A, t.PROV_ENTITY),
        (inferred, t.GENERATED_BY, run),
        (inferred, t.DERIVED_FROM, stated),
        (gazetteer, t.A, t.PROV_ENTITY),
        (run, t.A, t.PROV_ACTIVITY),
        (run, t.USED, text),
        (run, t.USED, gazetteer),
        (run, t.LABEL, t.text(f"run of {slug}", "en")),
    ]
