"""Where quads live: one protocol, in this process or on a SPARQL server."""

from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format

__all__ = ["Format", "Store", "open_store"]
