"""The search index made from another server's store."""

from __future__ import annotations

import pytest

from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes
from queries.search.asking import search
from queries.search.filling import fill
from queries.search.found import Kind
from queries.search.index import SearchIndex
from queries.search.source import StoreSource
from queries.search.upkeep import Upkeep


@pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])
def test_a_remote_store_is_searched(server: str, request: pytest.FixtureRequest) -> None:
    """Names and sentences are those of the example; the index has no version and is current until it is too old."""
    with open_store(request.getfixturevalue(server)) as store:
        store.write_graph("urn:example", example_bytes(), Format.TURTLE)
        try:
            index = SearchIndex()
            upkeep = Upkeep(store, index, lambda order: fill(index, StoreSource(store), order), lambda _: None)
            upkeep.catch_up()
        finally:
            store.remove_graph("urn:example")
    assert index.snapshot is not None
    assert index.snapshot.version is None
    found = search(index.snapshot, "农业办", language="zh")
    assert [(hit.kind, hit.matched) for hit in found.hits] == [
        (Kind.UNIT, "农业办"),
        (Kind.SENTENCE, "(牵头单位:农业办;配合单位:文体中心、相关村)"),
    ]
