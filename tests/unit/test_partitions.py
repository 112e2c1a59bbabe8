"""Classes and properties, counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store.answer import Answer
from graph.store.base import Store
from graph.store.embedded import EmbeddedStore
from graph.store.errors import QueryTooLarge
from graph.store.factory import open_store
from graph.store.formats import Format
from service.datasets.partitions import PropertyCount, read_partitions

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
FIRST = """@prefix : <urn:x:> .
:a a :Task, :Node ; :unit :u, :v ; :label "A" .
:b a :Task ; :unit :u .
:u a :Unit ; :label "U" .
"""
SECOND = """@prefix : <urn:x:> .
:u a :Unit ; :label "U", "V" .
:c :label "C" .
"""


@pytest.fixture
def store() -> Iterator[Store]:
    """Two graphs that say two things both."""
    with open_store() as store:
        store.load(FIRST.encode(), Format.TURTLE, "urn:x:first")
        store.load(SECOND.encode(), Format.TURTLE, "urn:x:second")
        yield store


def test_what_two_graphs_say_counts_once(store: Store) -> None:
    """In the union, a thing is one member of its class and a statement one statement, in however many graphs."""
    found = read_partitions(store)
    assert found.classes == {"urn:x:Node": 1, "urn:x:Task": 2, "urn:x:Unit": 1}
    assert found.properties == {
        TYPE: PropertyCount(triples=4, subjects=3),
        "urn:x:label": PropertyCount(triples=4, subjects=3),
        "urn:x:unit": PropertyCount(triples=3, subjects=2),
    }


def test_each_class_has_its_own_properties(store: Store) -> None:
    """The properties of a class are those of its members."""
    within = read_partitions(store).within
    assert within["urn:x:Task"] == {
        TYPE: PropertyCount(triples=3, subjects=2),
        "urn:x:label": PropertyCount(triples=1, subjects=1),
        "urn:x:unit": PropertyCount(triples=3, subjects=2),
    }
    assert within["urn:x:Unit"] == {
        TYPE: PropertyCount(triples=1, subjects=1),
        "urn:x:label": PropertyCount(triples=2, subjects=1),
    }


def test_one_graph_has_its_own(store: Store) -> None:
    """A graph's partitions know nothing of what other graphs say."""
    found = read_partitions(store, "urn:x:second")
    assert found.classes == {"urn:x:Unit": 1}
    assert found.properties["urn:x:label"] == PropertyCount(triples=3, subjects=2)


def test_nothing_has_no_partitions() -> None:
    """An empty store has no classes and no properties."""
    with open_store() as store:
        found = read_partitions(store)
    assert (found.classes, found.properties, found.within) == ({}, {}, {})


class Small(EmbeddedStore):
    """A store in which counting all of both at once takes too much."""

    def query(self, text: str, **given: object) -> Answer:
        """Refuse the largest question."""
        if "?class ?p" in text:
            raise QueryTooLarge("More than 16 MB.")
        return super().query(text, **given)  # type: ignore[arg-type]  # as it came


def test_what_is_too_much_to_count_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    """Where the properties of each class cannot be counted, the rest is told, and the log says why."""
    with Small() as store:
        store.load(FIRST.encode(), Format.TURTLE, "urn:x:first")
        found = read_partitions(store)
    assert found.classes["urn:x:Task"] == 2
    assert found.within == {}
    assert "More than 16 MB." in caplog.text
