"""Whether a graph is right, and what of a document it does not cover."""

from __future__ import annotations

from graph.check.conformance import check, check_stated
from graph.check.coverage import uncovered
from graph.check.report import Report, Thing, Violation

__all__ = ["Report", "Thing", "Violation", "check", "check_stated", "uncovered"]
