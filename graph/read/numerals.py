"""Ordinals as plans write them: 十一, 〇, 12, ③, ⑾, ⒋, ㈤."""

from __future__ import annotations

import unicodedata
from functools import cache

import cn2an  # type: ignore[import-untyped]  # it ships no types

_DIGITS = "〇一二三四五六七八九"


@cache
def ordinal_value(written: str) -> int:
    """Return the number that `written` stands for, 0 if it stands for none.

    `written` is a Chinese or decimal number, or one enclosed character (③ ⑾ ⒋ ㈤).
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", written) if c.isalnum() or c == "〇")
    if plain.isascii():
        return int(plain) if plain.isdigit() else 0
    if len(plain) > 1 and all(c in _DIGITS for c in plain):  # 二〇, as in years
        return int("".join(str(_DIGITS.index(c)) for c in plain))
    try:
        return int(cn2an.cn2an(plain, "smart"))
    except ValueError:
        return 0
