"""The first step: a document in any usual format → its text → what the text says, each fact with its place."""

from graph.read.documents import read_document
from graph.read.outline import read_outline

__all__ = ["read_document", "read_outline"]
