"""The second step: which entities a text names, where, and what each one is."""

from graph.link.gazetteer import Gazetteer, load_gazetteer
from graph.link.linking import link

__all__ = ["Gazetteer", "link", "load_gazetteer"]
