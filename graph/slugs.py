"""Names as they stand in IRIs."""

from __future__ import annotations

from functools import cache, lru_cache

from pypinyin import lazy_pinyin, load_phrases_dict

# Names that pypinyin's own phrases read otherwise than the people who live there.
_READINGS = {
    "闵行": [["mǐn"], ["háng"]],
    "长三角": [["cháng"], ["sān"], ["jiǎo"]],
    "莘庄": [["xīn"], ["zhuāng"]],
}


@lru_cache(maxsize=4096)
def pinyin_slug(name: str) -> str:
    """The name in pinyin, joined, lower-case ASCII letters and digits only: 九星 → "jiuxing"."""
    return "".join(c for syllable in syllables(name) for c in syllable.lower() if c.isascii() and c.isalnum())


def syllables(name: str) -> list[str]:
    """How each character is read in this name, without tones; a character that is not Chinese stands for itself."""
    _learn_readings()
    return lazy_pinyin(name, errors=list)  # type: ignore[arg-type] # its documentation allows it


@cache
def _learn_readings() -> None:
    load_phrases_dict(_READINGS)
