"""How long the work on a plan takes here, from its text to a checked graph. Nothing is asserted: machines differ.

Each figure is the median of several runs in one process, or of several processes where a cold start is meant.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.resources import as_file

from bench.data import BASE, PROGRAM
from graph.check import check
from graph.link import link, load_gazetteer
from graph.pipeline import build_folder, extract, make_graph
from graph.plan_folder import PlanFolder, bundled_plans
from graph.read import read_document, read_outline


def table() -> str:
    """Every figure as a Markdown table."""
    lines = ["| work | median, ms |", "|---|---|"]
    for plan in bundled_plans():
        slug = plan.settings.slug
        timed = steps(plan)
        lines += [f"| {slug}: {step}, warm | {figure:.0f} |" for step, figure in timed.items()]
        lines.append(f"| {slug}: plans a minute on one core | {60_000 / timed['text to checked graph']:.0f} plans |")
        if plan.source is not None:
            with as_file(plan.source) as path:
                lines.append(f"| plangraph extract, a whole process | {cold_ms('extract', str(path)):.0f} |")
    lines.append(f"| plangraph build, a whole process | {cold_ms('build'):.0f} |")
    lines.append(f"| plangraph --help, a whole process | {cold_ms('--help'):.0f} |")
    return "\n".join(lines)


def steps(plan: PlanFolder) -> dict[str, float]:
    """The warm time of each step of the flow, in milliseconds."""
    if plan.source is None:
        raise ValueError(f"{plan.settings.slug} has no document")
    with as_file(plan.source) as path:
        document = read_document(path)
        outline = read_outline(document)
        gazetteer = load_gazetteer(plan.gazetteer, BASE)
        found = extract(path, BASE, plan)
        graph = make_graph(found, BASE)
        return {
            "read": median_ms(lambda: read_outline(read_document(path))),
            "link": median_ms(lambda: link(document, outline, gazetteer, plan.settings)),
            "state and infer": median_ms(lambda: make_graph(found, BASE)),
            "check": median_ms(lambda: check(graph)),
            "text to checked graph": median_ms(lambda: build_folder(plan, BASE)),
        }


def median_ms(work: Callable[[], object], runs: int = 9) -> float:
    """The median time of one call, in milliseconds, after one call that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def cold_ms(*arguments: str, runs: int = 5) -> float:
    """The median time of a whole process of the program, in milliseconds, with a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PLANGRAPH_STORE": f"{folder}/store"}
        command = [str(PROGRAM), *arguments]
        return median_ms(lambda: subprocess.run(command, check=True, capture_output=True, env=environment), runs)
