"""From a plan's `places.geojson` to the triples that say where its things are, and what follows from that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.identifiers import Identifiers
from graph.locate.places_file import read_places
from graph.locate.positions import describe_positions
from graph.locate.relations import describe_relations, find_relations
from graph.model import Entity, Position, Triple

__all__ = ["locate", "read_places"]


def locate(
    positions: Sequence[Position], entities: Mapping[str, Entity], ids: Identifiers
) -> tuple[tuple[Triple, ...], tuple[Triple, ...]]:
    """The geometries of these entities, by path, and the spatial relations computed from them, each in a fixed order.

    A position of something that the plan does not name, and that is no landmark, is left out.
    """
    wanted = [position for position in positions if position.path in entities or position.is_landmark]
    geometry = dict.fromkeys(describe_positions(wanted, ids))
    spatial = dict.fromkeys(describe_relations(find_relations(wanted, entities), ids))
    return tuple(geometry), tuple(spatial)
