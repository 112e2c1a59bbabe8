"""From what was found in the text to the triples that state it."""

from __future__ import annotations

from graph.build.entities import describe_entities, describe_mentions
from graph.build.issuers import describe_issuers
from graph.build.passages import describe_goals, describe_passages, describe_plan
from graph.build.provenance import describe_run
from graph.build.relations import describe_relations
from graph.build.responsibilities import describe_responsibilities
from graph.build.targets import describe_targets
from graph.identifiers import Identifiers
from graph.model import Document, Linking, Outline, PlanSettings, Triple

__all__ = ["describe_run", "state"]


def state(
    document: Document, outline: Outline, linking: Linking, settings: PlanSettings, ids: Identifiers
) -> tuple[Triple, ...]:
    """Everything the plan states, each triple once, in reading order; no blank nodes."""
    nodes = {passage.number: ids.passage(passage) for passage in outline.passages}
    triples: dict[Triple, None] = {}
    for part in (
        describe_plan(document, outline, settings, ids),
        describe_issuers(document, outline.issuers, linking.entities, ids),
        describe_passages(document, outline.passages, nodes, ids),
        describe_goals(document, outline, nodes, ids),
        describe_responsibilities(document, outline.tasks, nodes, linking.unit_paths, ids),
        describe_entities(linking.entities, ids),
        describe_relations(document, linking.entities, outline.passages, nodes, ids),
        describe_mentions(document, linking.mentions, nodes, ids),
        describe_targets(document, outline, nodes, ids),
    ):
        triples.update(dict.fromkeys(part))
    return tuple(triples)
