"""Sentences of a text, and the marks in names and sentences."""

from __future__ import annotations

import pytest

from queries.search.alphabet import Alphabet
from queries.search.found import Kind, Match, Span, Thing
from queries.search.marking import mark_name, mark_sentence, merged, window
from queries.search.sentences import Passage, sentences
from queries.search.wording import Wording, take_apart

TEXT = "云溪镇计划\n一、产业 (1)发展茶业。做强“云溪春”品牌!(责任单位:农业办) (2)办好茶节。到2026年。"


class _Spaces:
    """A lexicon in which only spaces part words."""

    def is_name(self, _name: str) -> bool:
        """Nothing is a name."""
        return False

    def tie(self, _first: str, _second: str) -> float:
        """Neighbours always stand together."""
        return 1.0


def wording(text: str) -> Wording:
    """A query whose words are those between its spaces."""
    return take_apart(text, _Spaces(), Alphabet.of_dictionary())


def test_sentences_end_at_full_stops_and_passages() -> None:
    """Each sentence stands in its place, closes with its own quotes, and never straddles a passage."""
    first, second = TEXT.index("(1)"), TEXT.index("(2)")
    passages = [
        Passage("part", "1", "产业", TEXT.index("一、"), len(TEXT)),
        Passage("tea", "1.1", "发展茶业", first, second),
        Passage("feast", "1.2", "办好茶节", second, len(TEXT)),
    ]
    found = list(sentences(TEXT, passages))
    assert all(TEXT[each.start : each.end] == each.text for each in found)
    assert [(each.text, each.passage.node if each.passage else None) for each in found] == [
        ("云溪镇计划", None),
        ("一、产业", "part"),
        ("(1)发展茶业。", "tea"),
        ("做强“云溪春”品牌!", "tea"),
        ("(责任单位:农业办)", "tea"),
        ("(2)办好茶节。", "feast"),
        ("到2026年。", "feast"),
    ]


def test_a_passage_beyond_the_text_is_no_edge() -> None:
    """Offsets that a wrong graph gives do no harm."""
    assert [
        each.text for each in sentences("茶。", [Passage("x", "1", "x", 5, 900), Passage("y", "2", "y", -3, 1)])
    ] == ["茶。"]


@pytest.mark.parametrize(
    ("query", "match", "name", "marks"),
    [
        ("经发", Match.PREFIX, "经发办", [(0, 2)]),
        ("经法", Match.PINYIN, "经发办", [(0, 2)]),
        ("jingf", Match.PINYIN, "经发办", [(0, 2)]),
        ("jf", Match.INITIALS, "经发办", [(0, 2)]),
        ("faban", Match.PINYIN, "经发办", [(1, 3)]),
        ("香雅", Match.PART, "七香雅集", [(1, 3)]),
        ("文化 冯远", Match.WORDS, "冯远美术馆文化中心", [(0, 2), (5, 7)]),
        ("09单元", Match.NEAR, "04单元", []),
    ],
)
def test_what_matches_in_a_name_is_marked(query: str, match: Match, name: str, marks: list[tuple[int, int]]) -> None:
    """The characters that were typed, or that sound as typed, are marked."""
    marked = mark_name(Thing("x", Kind.UNIT, {"zh": name}), match, wording(query), "zh")
    assert (marked.text, list(marked.spans)) == (name, marks)


def test_the_name_that_matches_is_the_one_that_is_marked() -> None:
    """The reader's own name where it matches, else the alias or the other language's name that does."""
    thing = Thing("x", Kind.PLACE, {"zh": "九星", "en": "Jiuxing"}, ("九星区域",))
    assert mark_name(thing, Match.EXACT, wording("九星区域"), "zh") == ("九星区域", (Span(0, 4),))
    assert mark_name(thing, Match.EXACT, wording("jiuxing"), "en") == ("Jiuxing", (Span(0, 7),))
    assert mark_name(thing, Match.EXACT, wording("jiuxing"), "zh") == ("九星", (Span(0, 2),))
    assert mark_name(thing, Match.PREFIX, wording("jiux"), "en") == ("Jiuxing", (Span(0, 4),))


def test_sentences_are_marked_wherever_a_word_stands() -> None:
    """Every occurrence counts, and marks that touch are one."""
    assert mark_sentence("九星及九星城,学校", wording("九星 学校")).spans == (Span(0, 2), Span(3, 5), Span(7, 9))
    assert merged([Span(3, 5), Span(0, 2), Span(2, 4)]) == (Span(0, 5),)


def test_a_long_sentence_is_shown_around_its_first_mark() -> None:
    """The window holds the mark, has at most the length asked for, and begins after a comma where one is near."""
    text = "一" * 300 + ",推动九星建设" + "二" * 300
    shown = window(text, (Span(303, 305),), 100)
    assert text[shown.start : shown.start + 4] == "推动九星"
    assert shown.end - shown.start <= 100
    assert window("九星。", (Span(0, 2),), 100) == Span(0, 3)
