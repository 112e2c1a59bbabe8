"""Reads many literals at once: those that are WKT in CRS84, as nearly all are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from graph.geo.index_file import Entry
from graph.geo.names import WKT

Array = np.ndarray[Any, Any]


def read_plain(entries: Sequence[Entry]) -> Array:
    """Their geometries as they are written; None for what is written otherwise, or cannot be read."""
    texts = [entry.text if _is_plain(entry) else None for entry in entries]
    with np.errstate(over="ignore"):  # a number that is too large is endless
        return np.asarray(shapely.from_wkt(np.array(texts, object), on_invalid="ignore"))


def _is_plain(entry: Entry) -> bool:
    return entry.datatype == WKT and entry.text[:1].isalpha() and "COLLECTION" not in entry.text[:40].upper()
