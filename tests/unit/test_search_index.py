"""The index: its order of results, its changes as a whole, and how it keeps in step with a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.base import Store
from graph.store.factory import open_store
from queries.search.asking import search, suggest
from queries.search.filling import fill, fingerprint
from queries.search.found import Kind, Match, Sentence, Thing
from queries.search.index import FORMAT, NO_GRAPH, Change, GraphState, IndexBusy, SearchIndex, Snapshot
from queries.search.ordering import Order
from queries.search.source import StoreSource
from queries.search.upkeep import Upkeep
from queries.search.wording import LONGEST

PLAN = "https://w3id.org/plangraph/ontology#"
HOSTILE = (
    *('"', "'", "*", "九*", "(九", "九 OR 星", "name:九", "-九", "^九", "九~2", "[a TO z]", "{}", "\\", "/.*/"),
    *(
        "'; DROP TABLE x; --",
        "\x00",
        "九\x00星",
        "😀",
        "👩‍👩‍👧",
        "\u202e九星",
        "%",
        "_",
        "<script>",
        "&amp;",
        "~",
        "$",
        "九$",
    ),
)


def filled(*items: Thing | Sentence) -> Snapshot:
    """A snapshot of an index of these."""
    index = SearchIndex()
    with index.change() as change:
        for item in items:
            if isinstance(item, Thing):
                change.add_thing(item, ["g"])
            else:
                change.add_sentence(item, "g")
        change.publish("1")
    assert index.snapshot is not None
    return index.snapshot


@pytest.fixture(scope="module")
def small() -> Snapshot:
    """A few names, each found in another way by 九星 or jiuxing, and two sentences."""
    return filled(
        Thing("word", Kind.PROJECT, {"zh": "九号星"}, mentions=99),
        Thing("homophone", Kind.BRAND, {"zh": "酒醒坊"}, mentions=99),
        Thing("part", Kind.UNIT, {"zh": "新九星公司"}, mentions=99),
        Thing("alias", Kind.FACILITY, {"zh": "分中心"}, ("九星分中心",), mentions=99),
        Thing("seldom", Kind.UNIT, {"zh": "九星村"}, mentions=1),
        Thing("often", Kind.UNIT, {"zh": "九星推进办"}, mentions=9),
        Thing("exact", Kind.PLACE, {"zh": "九星", "en": "Jiuxing"}, mentions=1),
        Sentence("text", 0, 6, "推动九星建设"),
        Sentence("text", 6, 20, "建设学校,也在九星。"),
    )


def test_better_matches_come_first(small: Snapshot) -> None:
    """Exact, prefix (the more mentioned first), alias, part, sound, sentences: however often anything is mentioned."""
    found = search(small, "九星", language="zh")
    things = [hit.item.iri for hit in found.hits if isinstance(hit.item, Thing)]
    assert things == ["exact", "often", "seldom", "alias", "part", "homophone"]
    assert [hit.match for hit in found.hits] == [
        Match.EXACT, Match.PREFIX, Match.PREFIX, Match.ALIAS, Match.PART, Match.PINYIN, Match.TEXT, Match.TEXT
    ]  # fmt: skip
    assert found.counts == {Kind.UNIT: 3, Kind.PLACE: 1, Kind.FACILITY: 1, Kind.BRAND: 1, Kind.SENTENCE: 2}


def test_pages_follow_each_other_without_gap_or_repetition(small: Snapshot) -> None:
    """Page by page one gets what one gets at once, over the border between names and sentences."""
    at_once = search(small, "九星", language="zh").hits
    by_three = [
        hit for offset in (0, 3, 6, 9) for hit in search(small, "九星", language="zh", limit=3, offset=offset).hits
    ]
    assert by_three == list(at_once)


def test_kinds_restrict_what_is_found(small: Snapshot) -> None:
    """Only the kinds asked for are found and counted."""
    found = search(small, "九星", language="zh", kinds=[Kind.UNIT])
    assert {hit.kind for hit in found.hits} == {Kind.UNIT}
    assert found.counts == {Kind.UNIT: 3}
    assert search(small, "九星", language="zh", kinds=[Kind.SENTENCE]).counts == {Kind.SENTENCE: 2}


def test_sentences_with_some_words_stand_in_for_those_with_all(small: Snapshot) -> None:
    """All words where a sentence has them; else some, and it is said."""
    assert not search(small, "学校 九星", language="zh", kinds=[Kind.SENTENCE]).partial
    some = search(small, "学校 推动", language="zh", kinds=[Kind.SENTENCE])
    assert some.partial
    assert some.total == 2


def test_nothing_is_found_for_nothing(small: Snapshot) -> None:
    """A query without letters finds nothing, and so does a word that is nowhere."""
    assert search(small, "?!", language="zh").total == 0
    assert suggest(small, "", language="zh") == ()
    assert search(small, "丁香", language="zh").total == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_query_syntax_is_only_text(small: Snapshot, text: str) -> None:
    """What other engines would read as syntax is looked for as letters, or left out."""
    search(small, text, language="zh")
    suggest(small, text, language="en")


@given(st.text(max_size=LONGEST))
def test_no_text_is_too_strange(text: str) -> None:
    """Whatever is typed gets an answer, whose marks are within what matched."""
    for hit in search(_STRANGE, text, language="zh").hits:
        edges = [edge for span in hit.marks for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= edge <= len(hit.matched) for edge in edges)
    suggest(_STRANGE, text, language="en")


_STRANGE = filled(
    Thing("a", Kind.PLACE, {"zh": "a 0 A", "en": "0"}, ("㎡ß",)),
    Thing("b", Kind.PLACE, {"zh": "😀"}),
    Thing("c", Kind.PLACE, {"zh": "重" * 300}),
    Sentence("text", 0, 9, "0 a ㎡ ß 重"),
)


def test_a_change_is_seen_whole_or_not_at_all() -> None:
    """What is not published is dropped, and an older snapshot stays as it was."""
    index = SearchIndex()
    assert index.snapshot is None
    with index.change() as change:
        change.add_thing(Thing("a", Kind.UNIT, {"zh": "甲办"}), ["g"])
        change.publish("1")
    before = index.snapshot
    with index.change() as change:
        change.clear()
        change.add_thing(Thing("b", Kind.UNIT, {"zh": "乙办"}), ["g"])
    assert index.snapshot is before
    with suppress(RuntimeError), index.change() as change:
        change.clear()
        raise RuntimeError("something went wrong on the way")
    assert index.snapshot is before
    with index.change() as change:
        change.remove_things(["a"])
        change.add_thing(Thing("b", Kind.UNIT, {"zh": "乙办"}), ["g"])
        change.publish("2")
    assert before is not None
    assert index.snapshot is not None
    assert [hit.matched for hit in suggest(before, "办", language="zh")] == ["甲办"]
    assert [hit.matched for hit in suggest(index.snapshot, "办", language="zh")] == ["乙办"]
    assert (before.version, index.snapshot.version) == ("1", "2")


def test_searches_go_on_while_the_index_changes() -> None:
    """Whoever searches meanwhile sees one version or the next, never a mixture."""
    index = SearchIndex()
    seen: set[tuple[str, ...]] = set()
    stop = Event()

    def look() -> None:
        while not stop.is_set():
            if index.snapshot is not None:
                seen.add(tuple(sorted(hit.matched for hit in suggest(index.snapshot, "办", language="zh"))))

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(look) for _ in range(3)]
        for number in range(8):
            with index.change() as change:
                change.clear()
                for name in ("甲", "乙", "丙"):
                    change.add_thing(Thing(name, Kind.UNIT, {"zh": f"{name}{number}办"}), ["g"])
                change.publish(str(number))
        stop.set()
        for reader in readers:
            reader.result()
    assert seen <= {tuple(sorted(f"{name}{number}办" for name in "甲乙丙")) for number in range(8)}
    assert seen


def test_an_index_outlives_its_process(tmp_path: Path) -> None:
    """Opened again, a folder holds what was published, and its version."""
    with SearchIndex(tmp_path).change() as change:
        change.add_thing(Thing("a", Kind.UNIT, {"zh": "甲办"}), ["g"])
        change.publish("7")
    again = SearchIndex(tmp_path)
    assert again.snapshot is not None
    assert again.snapshot.version == "7"
    assert again.things_of("g") == ["a"]


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    """The index holds nothing that the store does not: it is thrown away rather than mended."""
    with SearchIndex(tmp_path).change() as change:
        change.publish("7")
    next(tmp_path.rglob("meta.json")).write_text("{")
    assert SearchIndex(tmp_path).snapshot is None


def test_an_index_of_another_release_is_removed(tmp_path: Path) -> None:
    """Its folder would otherwise stay for good."""
    (tmp_path / "format-0").mkdir()
    SearchIndex(tmp_path)
    assert [path.name for path in tmp_path.glob("format-*")] == [f"format-{FORMAT}"]


def test_one_at_a_time_changes_an_index(tmp_path: Path) -> None:
    """A second writer is refused with a sentence, and reads what the first one published."""
    first, second = SearchIndex(tmp_path), SearchIndex(tmp_path)
    with first.change() as change:
        with pytest.raises(IndexBusy, match="cannot be written now"), second.change():
            pass
        change.publish("1")
    second.reread()
    assert second.snapshot is not None


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store in memory."""
    with open_store() as opened:
        yield opened


def keep(
    store: Store,
    index: SearchIndex,
    graph_version: Callable[[str], str | None] | None = None,
    things: Sequence[Thing] = (),
) -> Upkeep:
    """An upkeep of an index, filled in this process; it knows the whole store's version unless it is told more."""

    def carry_out(order: Order) -> None:
        fill(index, StoreSource(store), order)

    return Upkeep(store, index, carry_out, graph_version or (lambda _: store.version()), things)


def put(store: Store, graph: str, *units: tuple[str, str], text: str = "") -> None:
    """Make a graph name these units, and hold this text."""
    triples = [f'<urn:{iri}> a <{PLAN}Unit> ; rdfs:label "{name}"@zh .' for iri, name in units]
    if text:
        triples.append(f'<urn:text:{graph}> a <{PLAN}SourceText> ; <{PLAN}text> "{text}" .')
    store.update(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"DROP SILENT GRAPH <urn:{graph}> ; INSERT DATA {{ GRAPH <urn:{graph}> {{ {' '.join(triples)} }} }}"
    )


def names(index: SearchIndex, text: str) -> list[str]:
    """What the index finds."""
    assert index.snapshot is not None
    return sorted(hit.matched for hit in search(index.snapshot, text, language="zh", limit=100).hits)


def test_the_index_follows_the_store(store: Store) -> None:
    """What is written, changed and removed is found, found otherwise, and not found any more."""
    index = SearchIndex()
    upkeep = keep(store, index)
    put(store, "one", ("a", "甲办"), ("both", "共管办"), text="甲办管路。")
    put(store, "two", ("both", "共管办"))
    upkeep.catch_up()
    assert names(index, "办") == ["共管办", "甲办", "甲办管路。"]
    put(store, "one", ("c", "丙办"))
    upkeep.catch_up()
    assert names(index, "办") == ["丙办", "共管办"]
    store.remove_graph("urn:two")
    upkeep.catch_up()
    assert names(index, "办") == ["丙办"]


def test_only_graphs_that_changed_are_read_again(store: Store) -> None:
    """With versions of graphs, a graph that stays is not read; a thing of two graphs is found with both."""
    versions = {"urn:one": "1", "urn:two": "1"}
    index = SearchIndex()
    upkeep = keep(store, index, versions.get)
    put(store, "one", ("a", "甲办"), ("both", "共管办"))
    put(store, "two", ("b", "乙办"), ("both", "共管办"))
    upkeep.catch_up()
    put(store, "one", ("a", "甲新办"))
    put(store, "two", ("b", "乙新办"), ("both", "共管办"))
    versions["urn:one"] = "2"
    upkeep.catch_up()
    assert names(index, "办") == ["乙办", "共管办", "甲新办"]
    versions["urn:two"] = "2"
    put(store, "three", ("d", "丁办"))
    upkeep.catch_up()
    assert names(index, "办") == ["丁办", "乙新办", "共管办", "甲新办"]


def test_an_index_that_is_current_is_not_made_again(store: Store, tmp_path: Path) -> None:
    """After a restart the index of the store's present version is taken as it is; one of another is made anew."""
    put(store, "one", ("a", "甲办"))
    keep(store, SearchIndex(tmp_path)).catch_up()
    again = SearchIndex(tmp_path)
    before = again.snapshot
    keep(store, again).catch_up()
    assert again.snapshot is before
    put(store, "one", ("a", "甲新办"))
    last = SearchIndex(tmp_path)
    keep(store, last).catch_up()
    assert names(last, "办") == ["甲新办"]


def test_a_graph_that_is_as_it_was_is_not_put_in_again(store: Store, tmp_path: Path) -> None:
    """After a restart only the store's version is known: the graph whose triples are others is put in, no other."""
    put(store, "one", ("a", "甲办"), text="甲办管路。")
    put(store, "two", ("b", "乙办"))
    keep(store, SearchIndex(tmp_path)).catch_up()
    put(store, "two", ("b", "丙办"))
    index = SearchIndex(tmp_path)
    put_in = []
    remove = Change.remove_graph

    def remove_and_note(change: Change, graph: str) -> None:
        put_in.append(graph)
        remove(change, graph)

    with patch.object(Change, "remove_graph", remove_and_note):
        keep(store, index).catch_up()
    assert put_in == ["urn:two", NO_GRAPH]
    assert names(index, "办") == ["丙办", "甲办", "甲办管路。"]


def test_a_fingerprint_tells_graphs_apart(store: Store) -> None:
    """It does not depend on the order of writing, and every triple counts, as does each letter of a literal."""
    put(store, "one", ("a", "甲办"), ("b", "乙办"))
    put(store, "same", ("b", "乙办"), ("a", "甲办"))
    put(store, "renamed", ("a", "甲办"), ("b", "丙办"))
    put(store, "more", ("a", "甲办"), ("b", "乙办"), ("c", "丙办"))
    marks = {name: fingerprint(StoreSource(store), f"urn:{name}") for name in ("one", "same", "renamed", "more")}
    assert marks["one"] == marks["same"]
    assert len(set(marks.values())) == 3


def test_a_first_filling_that_was_ended_is_gone_on_from(store: Store, tmp_path: Path) -> None:
    """What it had published is found meanwhile, is not complete, and is not read again."""
    put(store, "one", ("a", "甲办"))
    put(store, "two", ("b", "乙办"))
    index = SearchIndex(tmp_path)
    state = GraphState("1", fingerprint(StoreSource(store), "urn:one"))
    with index.change() as change:
        change.add_thing(Thing("urn:a", Kind.UNIT, {"zh": "甲新办"}), ["urn:one"])  # so that reading it would show
        change.note_graph("urn:one", state)
        change.publish(None, complete=False)
    upkeep = keep(store, index)
    assert index.snapshot is not None
    assert not upkeep.is_current(index.snapshot)
    upkeep.catch_up()
    assert names(index, "办") == ["乙办", "甲新办"]
    assert index.snapshot.complete


def test_things_beside_the_store_are_found_as_they_are_now(store: Store) -> None:
    """Given with the order, they are found; with others the index is filled again though the data are the same."""
    index = SearchIndex()
    old, new = (
        Thing(f"urn:{name}", Kind.QUESTION, {"zh": name, "en": "Load"}, ("工作量",)) for name in ("旧问", "新问")
    )
    keep(store, index, things=[old]).catch_up()
    assert index.snapshot is not None
    assert search(index.snapshot, "工作量", language="zh").hits[0].item == old
    keep(store, index, things=[new]).catch_up()
    assert [hit.item for hit in search(index.snapshot, "工作量", language="zh").hits] == [new]


def test_upkeep_goes_on_by_itself(store: Store) -> None:
    """Once started, it fills the index and follows writes without being asked."""
    index = SearchIndex()
    upkeep = keep(store, index)
    put(store, "one", ("a", "甲办"))
    upkeep.start()
    try:
        snapshot = upkeep.wait(20)
        assert snapshot is not None
        assert upkeep.is_current(snapshot)
        put(store, "one", ("b", "乙办"))
        assert not upkeep.is_current(snapshot)
    finally:
        upkeep.stop()
