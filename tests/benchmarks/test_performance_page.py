"""The page that the benchmark writes: ratios with both numbers, what is by hand kept, a plot that can be drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.aims import Row, rows
from bench.plot import Panel, draw
from bench.report import KEPT, keep, text, write
from bench.run import Figures
from lxml import etree


def result(triples: int, ours: float, theirs: float) -> Figures:
    """A run in which only lookups were measured."""
    return {
        "triples": triples,
        "date": "2026-01-01",
        "machine": "a machine",
        "load_average_before": 0.1,
        "seconds": 5,
        "rounds": 3,
        "versions": {"plangraph": "1", "oxigraph": "2"},
        "missing": {"virtuoso": "virtuoso-t is not installed"},
        "deaths": {},
        "unanswered": [],
        "works": {
            "lookups": {
                "plangraph": {"rate": ours, "p99_ms": 4.0, "failed": 0},
                "oxigraph": {"rate": theirs, "p99_ms": 2.0, "failed": 3},
            },
            "agreement: analytic": {"plangraph": {"words": "same"}, "oxigraph": {"words": "9 rows where ours has 10"}},
        },
    }


def test_what_is_written_by_hand_is_kept(tmp_path: Path) -> None:
    """A new run replaces the page up to the last heading only."""
    write(tmp_path, keep(tmp_path, "plan", result(17_000, 800, 1000)))
    page = tmp_path / "performance.md"
    page.write_text(f"{page.read_text()}\nA cache was tried.\n")
    write(tmp_path, keep(tmp_path, "plan", result(17_000, 650, 1000)))
    written = page.read_text()
    assert written.count(KEPT) == 1
    assert written.endswith("\nA cache was tried.\n")
    assert "0.65" in written
    assert "0.80" not in written


def test_runs_over_other_data_are_kept(tmp_path: Path) -> None:
    """Each size has the figures of its own last run, the smallest first."""
    keep(tmp_path, "1M", result(1_000_000, 500, 1000))
    assert list(keep(tmp_path, "10k", result(10_000, 500, 1000))) == ["10k", "1M"]


def test_a_work_that_a_run_left_out_keeps_its_figures(tmp_path: Path) -> None:
    """Lookups alone may be measured again, and the rest stands."""
    whole = result(10_000, 500, 1000)
    whole["works"]["ready"] = {"plangraph": {"seconds": 1.0}}
    keep(tmp_path, "10k", whole)
    again = keep(tmp_path, "10k", result(10_000, 800, 1000))["10k"]["works"]
    assert (again["ready"]["plangraph"]["seconds"], again["lookups"]["plangraph"]["rate"]) == (1.0, 800)
    other = keep(tmp_path, "10k", result(12_000, 800, 1000))["10k"]["works"]
    assert "ready" not in other


def test_the_page_names_servers_that_are_missing_and_answers_that_differ() -> None:
    """Nothing is left out silently."""
    page = text({"10k": result(10_000, 800, 1000)})
    assert "Virtuoso 7 is left out of 10k: virtuoso-t is not installed." in page
    assert "Of 2 answers 1 are not the same:" in page
    assert "- Oxigraph, on disk, 10k, words: 9 rows where ours has 10." in page
    assert "1,000 (3 failed)" in page


def test_an_aim_is_held_against_the_ratio() -> None:
    """800 a second are 0.8 of 1,000, which reaches 0.7."""
    (row,) = rows({"10k": result(10_000, 800, 1000)})
    assert row.measure == pytest.approx(0.8)
    assert row.aim == 0.7
    assert row.reached


@pytest.mark.parametrize(("ours", "reached"), [(29.0, True), (31.0, False)])
def test_a_time_must_stay_below_its_aim(ours: float, reached: bool) -> None:
    """A figure without a partner is held against the aim itself."""
    row = Row("page", "plan", ours, None, "", "ms", aim=30.0, at_least=False)
    assert row.reached is reached


def test_the_plot_is_well_formed_and_has_a_curve_for_each_server() -> None:
    """Ten times the figure is one step further up on a logarithmic axis."""
    curves = {"A & B": [(10_000.0, 1.0), (100_000.0, 10.0), (1_000_000.0, 100.0)], "C": [(10_000.0, 5.0)]}
    picture = etree.fromstring(draw([Panel("rates", curves)], "triples"))
    circles = [element for element in picture if str(element.tag).endswith("circle")]
    heights = [float(circle.attrib["cy"]) for circle in circles[:3]]
    assert len(circles) == 4
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])
    assert heights[0] > heights[1]


def test_suggestions_are_held_against_the_aim() -> None:
    """Suggestions have half a tenth of a second, at the median and for 95 of 100; pages of results have no aim."""
    found = result(1_000_000, 500, 1000)
    found["works"]["search"] = {
        "plangraph suggestions": {"texts": 400, "p50_ms": 4.0, "p95_ms": 61.0, "p99_ms": 80.0},
        "plangraph results": {"texts": 400, "p50_ms": 9.0, "p95_ms": 30.0, "p99_ms": 80.0},
    }
    compared = {row.work: (row.ours, row.reached) for row in rows({"1M": found}) if row.work.startswith("search")}
    assert compared == {
        "search, suggestions, uncached, p50": (4.0, True),
        "search, suggestions, uncached, p95": (61.0, False),
        "search, results, uncached, p50": (9.0, None),
        "search, results, uncached, p95": (30.0, None),
    }
