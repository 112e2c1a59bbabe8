"""Names as they stand in IRIs."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin


@lru_cache(maxsize=4096)
def pinyin_slug(name: str) -> str:
    """The name in pinyin, joined, lower-case ASCII letters and digits only: 九星 → "jiuxing"."""
    syllables = lazy_pinyin(name, errors="default")
    return "".join(c for syllable in syllables for c in syllable.lower() if c.isascii() and c.isalnum())
