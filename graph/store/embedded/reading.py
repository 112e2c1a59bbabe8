"""What the engine answers, as our answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

import pyoxigraph as ox

from graph.store.answer import Answer
from graph.store.embedded.extensions import ask
from graph.store.embedded.shared_index import SharedIndex
from graph.store.embedded.terms import rdf_format, results_format
from graph.store.engine_errors import query_errors
from graph.store.errors import FormatNotOffered
from graph.store.formats import Form, Formats

FORMS = {ox.QuerySolutions: Form.BINDINGS, ox.QueryBoolean: Form.BOOLEAN, ox.QueryTriples: Form.GRAPH}

Dataset = Mapping[str, Any]
"""What the engine's `query` takes to say which graphs are asked."""


def answer_query(
    quads: ox.Store, text: str, formats: Formats, dataset: Dataset, index: SharedIndex | None = None
) -> Answer:
    """Answer a query over a dataset; rows are computed as the answer is taken.

    The index is one of all geometries in the store, or of more; with it the answer is the same, and there sooner.
    """
    with query_errors():
        result = ask(quads, text, dataset, index)
    form = FORMS[type(result)]
    if form not in formats:
        raise form_not_offered(form)
    media = formats[form]

    def write(output: BinaryIO) -> None:
        with query_errors():
            if isinstance(result, ox.QueryTriples):
                result.serialize(output, rdf_format(media))
            else:
                result.serialize(output, results_format(media))

    return Answer(form, media, write)


def form_not_offered(form: Form) -> FormatNotOffered:
    """Say that there is no format for an answer."""
    return FormatNotOffered(f"The query's answer is {form.value}; ask for a format that can hold it.")
