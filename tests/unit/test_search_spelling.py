"""Text as it is compared, how names sound, and how a query is taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.search.alphabet import Alphabet
from queries.search.sounds import initials, read_phrases, readings, sounds_of, split_syllables
from queries.search.spelling import Unit, folded, unit_texts, units
from queries.search.wording import LONGEST, QueryTooLong, take_apart, texts_of

ALPHABET = Alphabet({"jiu": "九酒", "xing": "星"})


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
    assert sound in sounds_of(name, read_phrases)


@pytest.mark.parametrize(("name", "letters"), [("九星", "jx"), ("04单元", "04dy"), ("七宝德必易园", "qbdbyy")])
def test_initials_are_the_first_letters_of_the_syllables(name: str, letters: str) -> None:
    """Numbers are typed whole."""
    assert initials(readings(name, read_phrases)[0]) == letters


def test_letters_become_syllables_or_nothing() -> None:
    """The fewest syllables win; letters that are none give nothing."""
    known = {"xi", "an", "xian", "bo", "wu", "guan"}.__contains__
    assert split_syllables("bowuguan", known) == ["bo", "wu", "guan"]
    assert split_syllables("xian", known) == ["xian"]
    assert split_syllables("museum", known) == []
    assert split_syllables("", known) == []


class Known:
    """A lexicon of some names, and of neighbours with their ties."""

    def __init__(self, names: Iterable[str] = (), ties: Mapping[str, float] | None = None) -> None:
        self._names = frozenset(names)
        self._ties = ties or {}

    def is_name(self, name: str) -> bool:
        """Whether it is one of the names."""
        return name in self._names

    def tie(self, first: str, second: str) -> float:
        """The tie that was given, or none."""
        return self._ties.get(first + second, 0.0)


def words_of(text: str, known: Known) -> list[str]:
    """The words of a query."""
    return ["".join(texts_of(word)) for word in take_apart(text, known, ALPHABET).words]


def test_names_in_a_query_stay_whole() -> None:
    """A name is one word, the longest where one holds another, however its characters stand together elsewhere."""
    known = Known({"九星", "七宝老街", "七宝老街区域", "04单元"}, {"学校": 0.8, "建设": 0.9, "星及": 1.0})
    assert words_of("九星及七宝老街区域,04单元的学校建设", known) == ["九星", "七宝老街区域", "04单元", "学校", "建设"]


def test_between_names_what_stands_together_is_a_word() -> None:
    """Neighbours that never meet are parted, and those that meet much less often than the ones beside them."""
    ties = {"停车": 0.9, "车系": 0.1, "系统": 0.9, "自行": 0.7, "行车": 0.6}
    assert words_of("停车系统", Known(ties=ties)) == ["停车", "系统"]
    assert words_of("自行车停车", Known(ties=ties)) == ["自行车", "停车"]
    assert words_of("统停", Known(ties=ties)) == ["统", "停"]


def test_joining_words_count_only_alone() -> None:
    """的 and “the” are left out beside other words, and kept where there is nothing else."""
    assert words_of("the museum of", Known()) == ["museum"]
    assert words_of("的", Known()) == ["的"]
    assert words_of("学校的建设", Known(ties={"学校": 0.5, "校的": 1.0, "的建": 1.0, "建设": 0.5})) == ["学校", "建设"]


def test_a_query_has_a_longest_length() -> None:
    """One character more than the most is refused with both figures; the most is taken."""
    assert take_apart("九" * LONGEST, Known(), ALPHABET)
    with pytest.raises(QueryTooLong, match=r"201 characters; at most 200"):
        take_apart("九" * (LONGEST + 1), Known(), ALPHABET)


def test_an_alphabet_comes_back_as_it_was_packed() -> None:
    """Each character has its own syllable; what it does not know stands for itself."""
    assert ALPHABET.packed() == {"jiu": "九酒", "xing": "星"}
    assert Alphabet.unpacked(ALPHABET.packed()).syllables("九星酒a七😀") == ["jiu", "xing", "jiu", "a", "七", "😀"]


def test_an_alphabet_knows_the_dictionarys_characters() -> None:
    """Simplified and traditional characters sound alike."""
    alphabet = Alphabet.of_dictionary()
    assert alphabet.syllables("经发办") == alphabet.syllables("經發辦") == ["jing", "fa", "ban"]
