"""Reads a signature: the bodies that sign and the day, as they close a plan or a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.read.dates import find_days

_REACH = 300  # characters before its end in which a signature lies
_BODY = re.compile(
    r"(?:中共)?[一-鿿·]{2,30}(?:委员会|人民政府|办公厅|办公室|政府|管委会|管理局|领导小组|工作组|集团|公司|中心|[局委厅部院会办处署])"
)
_DEBRIS = re.compile(r"(?:\s*印发)?[^一-鿿]*")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and the ISO date of signing; either may be missing."""

    issuers: tuple[str, ...]
    date: str | None


def read_signature(folded: str, end: int) -> Signature | None:
    """Return the signature that ends at `end`, with nothing but debris (" |", 印发) after it, or None.

    It begins after the last sentence. White space and 、 separate bodies. A body that only looks like one (各有关单位,
    相关部门) signs nothing.
    """
    reach = max(0, end - _REACH)
    day = max(find_days(folded, reach, end), key=lambda found: found.start, default=None)
    if day is not None and not _DEBRIS.fullmatch(folded, day.end, end):
        day = None
    signed = folded[reach : day.start if day else end].rstrip()
    signed = signed if day else re.sub(r"[^一-鿿]+$", "", signed)
    bodies: list[str] = []
    for word in reversed(re.split(r"[\s、]+|(?<=[。)!?])", signed)):
        if not _BODY.fullmatch(word):
            break
        bodies.insert(0, word)
    if day is None and (not bodies or not re.search(r"[。)!?\s]$", signed.removesuffix(bodies[-1]))):
        return None
    return Signature(tuple(bodies), day.lexical if day else None)
