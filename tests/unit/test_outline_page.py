"""The tree of a plan's passages."""

from __future__ import annotations

from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes
from service.documents.outline import Part, read_outline

BASE = "http://localhost:8080/"
INFERRED = f"{BASE}graph/inferred/"
PLAN = f"{BASE}id/plan/yunxi-2024-2026"
CLOSURE = f"<{BASE}id/task/yunxi-2024-2026/2.1.1.1> <https://w3id.org/plangraph/ontology#partOf> <{PLAN}> ."


def numbers(parts: list[Part]) -> list[object]:
    """The numbers of the tree, a list for each level."""
    return [[part.number, *numbers(part.parts)] for part in parts]


def test_the_tree_is_the_documents() -> None:
    """Each passage stands below the one it directly stands in, whatever transitivity adds."""
    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, f"{BASE}graph/plan/p")
        store.load(CLOSURE.encode(), Format.TURTLE, f"{INFERRED}p")
        outline = read_outline(store, PLAN, INFERRED)
        assert numbers(outline) == [
            ["1", ["1.1", ["1.1.1"]], ["1.2", [""]]],
            ["2", ["2.1", ["2.1.1", ["2.1.1.1"]]]],
            ["3", ["3.1"]],
        ]
        assert outline[0].parts[1].parts[0].label == "茶香小镇"
        below = read_outline(store, f"{BASE}id/section/yunxi-2024-2026/2.1", INFERRED)
        assert numbers(below) == [["2.1.1", ["2.1.1.1"]]]
        assert read_outline(store, f"{BASE}id/task/yunxi-2024-2026/3.1", INFERRED) == []
