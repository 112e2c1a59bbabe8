"""What a command says of a plan it built."""

from __future__ import annotations

from graph.pipeline import BuiltPlan


def summary(built: BuiltPlan) -> str:
    """One line of counts, and one for each thing that was not understood."""
    found = built.extraction
    problems = (*found.outline.problems, *found.linking.problems)
    counts = (
        f"{found.plan.settings.slug}: {len(found.outline.tasks)} tasks, {len(found.outline.sections)} other passages, "
        f"{len(found.linking.unit_paths)} units, {len(found.linking.mentions)} mentions, "
        f"{len(found.outline.targets)} targets; {len(built.graph.stated.triples)} triples stated, "
        f"{len(built.graph.inferred.triples)} inferred; conforms"
    )
    return "\n".join((counts, *(f"  {problem.message}" for problem in problems)))
