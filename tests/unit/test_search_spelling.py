"""Text as it is compared, how names sound, and how a query is taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.search.sounds import initials, readings, sounds_of, split_syllables
from queries.search.spelling import Unit, folded, unit_texts, units
from queries.search.wording import LONGEST, QueryTooLong, take_apart, texts_of


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("04单元", "04单元"),
        ("０４单元", "04单元"),
        ("05-08地块", "05 08地块"),
        ("“七香雅集”品牌", "七香雅集品牌"),
        ("万科文化中心(三期)", "万科文化中心三期"),
        ("Minhang  Museum", "minhang museum"),
        ("Jing'an", "jing an"),
        ("jiǔ xīng", "jiu xing"),
        ("lǜhuà", "lvhua"),
        ("ＰＯＣＴ", "poct"),
        ("E线牵", "e线牵"),
        ("①", "1"),
        ("?!…", ""),
        ("😀", ""),
        ("\x00", ""),
    ],
)
def test_width_case_accents_and_punctuation_do_not_count(written: str, compared: str) -> None:
    """What a clerk's keyboard makes of a name is folded to what the plan's keyboard made of it."""
    assert folded(written) == compared


def test_units_know_where_they_stand() -> None:
    """A unit's place is that in the text as written, also where folding changes its length."""
    assert units("㎡在 ０４单") == [
        Unit("m2", 0, 1),
        Unit("在", 1, 2),
        Unit("04", 3, 5),
        Unit("单", 5, 6),
    ]


@given(st.text())
def test_the_quick_way_finds_the_same_units(text: str) -> None:
    """Units without places are those with places."""
    assert unit_texts(text) == [unit.text for unit in units(text)]


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("九星", "jiuxing"),
        ("闵行区", "minhangqu"),
        ("长三角", "changsanjiao"),
        ("重大办", "zhongdaban"),
        ("重大办", "chongdaban"),
        ("行政服务中心", "xingzhengfuwuzhongxin"),
        ("绿化", "lvhua"),
        ("绿化", "luhua"),
        ("04单元", "04danyuan"),
        ("E线牵", "exianqian"),
    ],
)
def test_a_name_sounds_in_every_usual_way(name: str, sound: str) -> None:
    """Characters with two readings are found under both; what is no Chinese character stands for itself."""
    assert sound in sounds_of(name)


@pytest.mark.parametrize(("name", "letters"), [("九星", "jx"), ("04单元", "04dy"), ("七宝德必易园", "qbdbyy")])
def test_initials_are_the_first_letters_of_the_syllables(name: str, letters: str) -> None:
    """Numbers are typed whole."""
    assert initials(readings(name)[0]) == letters


def test_letters_become_syllables_or_nothing() -> None:
    """The fewest syllables win; letters that are none give nothing."""
    known = {"xi", "an", "xian", "bo", "wu", "guan"}.__contains__
    assert split_syllables("bowuguan", known) == ["bo", "wu", "guan"]
    assert split_syllables("xian", known) == ["xian"]
    assert split_syllables("museum", known) == []
    assert split_syllables("", known) == []


def test_names_in_a_query_stay_whole() -> None:
    """The index is the user's dictionary: a name is one word, however the general dictionary would cut it."""
    names = {"九星", "七宝老街", "七宝老街区域", "04单元"}
    words = [
        "".join(texts_of(word)) for word in take_apart("九星及七宝老街区域,04单元的学校建设", names.__contains__).words
    ]
    assert words == ["九星", "七宝老街区域", "04单元", "学校", "建设"]


def test_joining_words_count_only_alone() -> None:
    """的 and “the” are left out beside other words, and kept where there is nothing else."""
    assert [texts_of(word) for word in take_apart("the museum of", lambda _: False).words] == [("museum",)]
    assert [texts_of(word) for word in take_apart("的", lambda _: False).words] == [("的",)]


def test_a_query_has_a_longest_length() -> None:
    """One character more than the most is refused with both figures; the most is taken."""
    assert take_apart("九" * LONGEST, lambda _: False)
    with pytest.raises(QueryTooLong, match=r"201 characters; at most 200"):
        take_apart("九" * (LONGEST + 1), lambda _: False)
