"""What a filled index is to hold, and the same as it crosses to the process that fills it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from queries.search.found import Kind, Thing


@dataclass(frozen=True, slots=True)
class Order:
    """What the index is to hold: the data at a version, the graphs with theirs, and things that are in no graph.

    A version that is None is not known. `edition` is a text that is another whenever the things are others.
    """

    version: str | None
    graphs: Mapping[str, str | None]
    things: Sequence[Thing]
    edition: str


def write_order(folder: Path, order: Order) -> dict[str, Any]:
    """The order, and the folder of the index, as JSON has it."""
    return {
        "folder": str(folder),
        "version": order.version,
        "graphs": dict(order.graphs),
        "things": _written(order.things),
        "edition": order.edition,
    }


def edition_of(things: Sequence[Thing]) -> str:
    """A text that is another whenever the things are others."""
    return blake2b(json.dumps(_written(things)).encode(), digest_size=8).hexdigest()


def read_order(content: Mapping[str, Any]) -> tuple[Path, Order]:
    """The folder and the order."""
    things = [
        Thing(thing["iri"], Kind(thing["kind"]), thing["names"], tuple(thing["aliases"])) for thing in content["things"]
    ]
    return Path(content["folder"]), Order(content["version"], content["graphs"], things, content["edition"])


def _written(things: Sequence[Thing]) -> list[dict[str, object]]:
    return [
        {"iri": thing.iri, "kind": thing.kind, "names": dict(thing.names), "aliases": thing.aliases} for thing in things
    ]
