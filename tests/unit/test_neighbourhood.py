"""The part of a graph that the explorer shows, where there is more of it than it takes."""

from __future__ import annotations

from graph.store.factory import open_store
from graph.store.formats import Format
from service.pictures.neighbourhood import MOST_LINKS, MOST_NODES, Wanted, read_neighbourhood

BASE = "http://localhost:8080/"
INFERRED = f"{BASE}graph/inferred/"
PLAN = "https://w3id.org/plangraph/ontology#"


def seen(triples: list[tuple[str, str, str]], expanded: tuple[str, ...]) -> tuple[int, int, bool]:
    """How many things and links are shown of a graph of these, and whether something is left out."""
    lines = "\n".join(f"<{BASE}{one}> <{PLAN}{said}> <{BASE}{other}> ." for one, said, other in triples)
    with open_store() as store:
        store.load(lines.encode(), Format.TURTLE, f"{BASE}graph/plan/p")
        things = tuple(BASE + name for name in expanded)
        found = read_neighbourhood(store, Wanted(things[0], things), INFERRED, "zh")
    return len(found.nodes), len(found.edges), found.is_cut


def star(unit: str, tasks: int) -> list[tuple[str, str, str]]:
    """A unit with so many tasks of its own."""
    return [(f"{unit}/{number}", "responsibleUnit", unit) for number in range(tasks)]


def test_as_many_links_as_are_taken_are_no_cut() -> None:
    """Eighty tasks are all shown, and nothing is said of more."""
    assert seen(star("u", MOST_LINKS), ("u",)) == (MOST_LINKS + 1, MOST_LINKS, False)


def test_one_more_is_told() -> None:
    """Of eighty-one tasks eighty are shown, and that there are more."""
    assert seen(star("u", MOST_LINKS + 1), ("u",)) == (MOST_LINKS + 1, MOST_LINKS, True)


def test_no_more_things_are_shown_than_can_be_looked_over() -> None:
    """Three units of eighty tasks would be 243 things: 200 are shown, with the links between those only."""
    nodes, edges, is_cut = seen([*star("a", 80), *star("b", 80), *star("c", 80)], ("a", "b", "c"))
    assert (nodes, edges, is_cut) == (MOST_NODES, MOST_NODES - 3, True)
