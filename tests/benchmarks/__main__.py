"""`make bench`: how long the work takes here. Figures are printed, nothing is asserted: machines differ.

Each figure is the median of several runs in one process, or of several processes where a cold start is meant.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import as_file
from pathlib import Path

from graph.check import check
from graph.link import link, load_gazetteer
from graph.pipeline import build_folder, extract, make_graph
from graph.plan_folder import PlanFolder, bundled_plans
from graph.read import read_document, read_outline

BASE = "http://localhost:8080/"
PROGRAM = Path(sys.executable).with_name("plangraph")


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
    """The median time of a whole process, in milliseconds."""
    return median_ms(lambda: subprocess.run(arguments, check=True, capture_output=True), runs)


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


def main() -> None:
    """Print every figure as a Markdown table."""
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}\n")
    print("| work | median, ms |\n|---|---|")
    for plan in bundled_plans():
        timed = steps(plan)
        for step, figure in timed.items():
            print(f"| {plan.settings.slug}: {step}, warm | {figure:.0f} |")
        whole = timed["text to checked graph"]
        print(f"| {plan.settings.slug}: plans a minute on one core | {60_000 / whole:.0f} plans |")
        if plan.source is not None:
            with as_file(plan.source) as path:
                print(f"| plangraph extract, a whole process | {cold_ms(str(PROGRAM), 'extract', str(path)):.0f} |")
    print(f"| plangraph build, a whole process | {cold_ms(str(PROGRAM), 'build'):.0f} |")
    print(f"| plangraph --help, a whole process | {cold_ms(str(PROGRAM), '--help'):.0f} |")


if __name__ == "__main__":
    main()
