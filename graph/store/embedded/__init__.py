"""The store in this process: the only place that knows Oxigraph's library."""

from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.store import EmbeddedStore

__all__ = ["EmbeddedStore", "MergedCopy"]
