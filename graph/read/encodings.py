"""Bytes → text: UTF-8, GB18030 and UTF-16, with or without a byte order mark."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from graph.model import PlanError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("gb18030", "utf-16-le", "utf-16-be")
_SAMPLE = 4_000  # characters that are looked at to judge a guess
_PLAUSIBLE = 0.6
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f￾￿]|[\ue000-\uf8ff]")
_C0_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_USED = re.compile(r"[\u4e00-\u9fff]")


def decode(data: bytes) -> str:
    """Return the text in `data`, without byte order mark, else unchanged.

    Raises `PlanError` where the bytes are no text, or a text that a wrong conversion has spoilt.
    """
    text = _decoded(data)
    if text is None:
        raise PlanError("The file is no text in UTF-8, GB18030 or UTF-16; save it as UTF-8 text, .docx, .html or .pdf.")
    if _is_spoilt(text):
        raise PlanError(
            "The text was spoilt by a wrong conversion of its encoding; get the original and save it as UTF-8."
        )
    return text


def _decoded(data: bytes) -> str | None:
    """The text in the first encoding that fits, none where none does."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _try(data, encoding)
    text = _try(data, "utf-8")
    if text is not None and "\x00" not in text:
        sample = text[:_SAMPLE]
        return text if len(_C0_CONTROL.findall(sample)) * 500 <= len(sample) else None
    guesses = [guess for encoding in _GUESSES if (guess := _try(data, encoding)) is not None]
    best = max(guesses, key=_plausibility, default=None)
    if best is not None and _plausibility(best) > _PLAUSIBLE:
        return best
    match = from_bytes(data[: 4 * _SAMPLE]).best()
    text = _try(data, match.encoding) if match is not None else None
    return text if text is not None and _plausibility(text) > _PLAUSIBLE else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    """How much of a text's beginning is what Chinese official texts are made of, from 0 to 1."""
    sample = text[:_SAMPLE]
    if not sample or _CONTROL.search(sample):
        return 0.0
    known = sum(1 for char in sample if char.isascii() or _is_usual(char))
    return known / len(sample)


def _is_usual(char: str) -> bool:
    """Whether a character is one of the 3,755 most used in Chinese (GB 2312, level 1), or its punctuation."""
    try:
        first = char.encode("gb2312")[0]
    except UnicodeEncodeError:
        return char in "—–·〔〕•　\xa0\u2002\u2003\u3000\u200b"
    return first <= 0xA3 or 0xB0 <= first <= 0xD7


def _is_spoilt(text: str) -> bool:
    """Whether a text shows that it was once decoded wrongly: �, 锟斤拷, ä¸­, or rare characters everywhere."""
    sample = text[:_SAMPLE]
    if sample.count("�") * 500 > len(sample) or "锟斤拷" in sample:
        return True
    latin = sum(1 for char in sample if "\x80" <= char <= "ÿ" and char not in "\xa0·°±×÷")
    hanzi = _MOST_USED.findall(sample)
    if latin * 10 > len(sample) and latin > len(hanzi):
        return True
    return len(hanzi) > 50 and sum(1 for char in hanzi if _is_usual(char)) < 0.4 * len(hanzi)
