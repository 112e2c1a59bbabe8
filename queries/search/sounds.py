"""How a name can be typed on a keyboard without Chinese: its syllables, whole or only their first letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from queries.search.spelling import is_ideograph, unit_texts

# Characters that are read in two ways in names; a name that holds one is found under both.
_READINGS = {
    "重": ("zhong", "chong"),
    "长": ("chang", "zhang"),
    "行": ("xing", "hang"),
    "乐": ("le", "yue"),
    "都": ("du", "dou"),
    "会": ("hui", "kuai"),
    "调": ("diao", "tiao"),
    "传": ("chuan", "zhuan"),
    "朝": ("chao", "zhao"),
    "曾": ("ceng", "zeng"),
    "校": ("xiao", "jiao"),
    "角": ("jiao", "jue"),
    "还": ("hai", "huan"),
    "单": ("dan", "shan"),
    "厦": ("sha", "xia"),
    "弹": ("dan", "tan"),
    "降": ("jiang", "xiang"),
    "藏": ("cang", "zang"),
    "盛": ("sheng", "cheng"),
    "率": ("lv", "shuai"),
    "便": ("bian", "pian"),
    "血": ("xue", "xie"),
    "车": ("che", "ju"),
    "莘": ("xin", "shen"),
    "堡": ("bao", "pu"),
    "厂": ("chang", "an"),
    "尉": ("wei", "yu"),
    "浍": ("hui", "kuai"),
    "蚌": ("bang", "beng"),
    "泊": ("bo", "po"),
    "圩": ("wei", "xu"),
    "埔": ("pu", "bu"),
    "涌": ("yong", "chong"),
}
_MOST_READINGS = 6
_LONGEST_SYLLABLE = 6
_LONGEST = 16  # syllables; nobody types more of a name

Read = Callable[[str], Sequence[str]]
"""Tells a syllable for each character; one that is not Chinese stands for itself."""


def readings(name: str, read: Read) -> tuple[tuple[str, ...], ...]:
    """The ways to read a name, a syllable for each of its units, the usual way first."""
    pieces = unit_texts(name)[:_LONGEST]
    usual = _usual(pieces, read)
    ways = [usual]
    for at, piece in enumerate(pieces):
        ways += [(*usual[:at], other, *usual[at + 1 :]) for other in _READINGS.get(piece, ()) if other != usual[at]]
    ways += [tuple(sound.replace("lv", "lu").replace("nv", "nu") for sound in way) for way in ways if _has_v(way)]
    return tuple(ways[:_MOST_READINGS])


def sounds_of(name: str, read: Read) -> tuple[str, ...]:
    """What a name sounds like in one word, in each of the ways to read it."""
    return tuple(dict.fromkeys("".join(way) for way in readings(name, read)))


def usual_sound(name: str, read: Read) -> str:
    """What a name sounds like in the usual way to read it."""
    return "".join(_usual(unit_texts(name)[:_LONGEST], read))


def read_phrases(characters: str) -> Sequence[str]:
    """How characters are read in the phrases that they make, as pinyin's dictionary knows them."""
    from graph.slugs import syllables  # noqa: PLC0415 - takes 55 MB, and only filling an index needs it

    return syllables(characters)


def initials(reading: Sequence[str]) -> str:
    """The first letters of the syllables; digits are typed whole."""
    return "".join(syllable if syllable[0].isdigit() else syllable[0] for syllable in reading)


def split_syllables(text: str, is_syllable: Callable[[str], bool]) -> list[str]:
    """Letters as syllables, as few as can be; empty where they are none."""
    ends: list[list[str] | None] = [[]] + [None] * len(text)  # the syllables up to each place
    for at in range(len(text)):
        before = ends[at]
        if before is None or len(before) >= _LONGEST:
            continue
        for length in range(1, _LONGEST_SYLLABLE + 1):
            piece = text[at : at + length]
            known = ends[at + len(piece)]
            if is_syllable(piece) and (known is None or len(known) > len(before) + 1):
                ends[at + len(piece)] = [*before, piece]
    return ends[-1] or []


def _usual(pieces: Sequence[str], read: Read) -> tuple[str, ...]:
    """The usual syllable of each unit."""
    characters = "".join(piece if is_ideograph(piece[0]) else "*" for piece in pieces)  # a word is one of them
    return tuple(piece if sound == "*" else sound for piece, sound in zip(pieces, read(characters), strict=True))


def _has_v(way: Sequence[str]) -> bool:
    return any(sound[:2] in ("lv", "nv") for sound in way)
