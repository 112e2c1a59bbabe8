"""From what a plan states to what follows from it: OWL RL closure, property chains included."""

from __future__ import annotations

from graph.reason.closure import infer

__all__ = ["infer"]
