"""The formats in which a store takes data and gives answers, named by their media types."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType

from graph.store.errors import FormatNotOffered


class Form(Enum):
    """What a query's answer is: a table of bindings, a yes or no, or a graph."""

    BINDINGS = "a table of bindings"
    BOOLEAN = "a yes or no"
    GRAPH = "a graph"

    __hash__ = object.__hash__  # Enum's own is written in Python, and each query would run it several times


class Format(StrEnum):
    """A serialisation; its value is its media type."""

    JSON = "application/sparql-results+json"
    XML = "application/sparql-results+xml"
    CSV = "text/csv"
    TSV = "text/tab-separated-values"
    TURTLE = "text/turtle"
    N_TRIPLES = "application/n-triples"
    RDF_XML = "application/rdf+xml"
    JSON_LD = "application/ld+json"
    TRIG = "application/trig"
    N_QUADS = "application/n-quads"

    @property
    def is_dataset(self) -> bool:
        """Whether it can hold named graphs."""
        return self in _DATASETS

    @classmethod
    def of_media_type(cls, media_type: str) -> Format | None:
        """Return the format of a media type, its parameters ignored, or None where there is none."""
        bare = media_type.partition(";")[0].strip().lower()
        return next((found for found in cls if found == bare), None)


_DATASETS = frozenset({Format.TRIG, Format.N_QUADS, Format.JSON_LD})

Formats = Mapping[Form, Format]
"""The format wanted for each form an answer may have; a form that is missing is not acceptable."""

DEFAULT_FORMATS: Formats = MappingProxyType(
    {Form.BINDINGS: Format.JSON, Form.BOOLEAN: Format.JSON, Form.GRAPH: Format.TURTLE}
)


def require_dataset_format(media: Format) -> None:
    """Raise FormatNotOffered for a format that cannot hold several graphs."""
    if not media.is_dataset:
        offered = ", ".join((Format.N_QUADS, Format.TRIG, Format.JSON_LD))
        raise FormatNotOffered(f"A dataset is dumped as one of {offered}; not as {media}.")
