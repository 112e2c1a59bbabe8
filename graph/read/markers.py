"""Everything in a text that could be the number of a passage: where, of what kind, how likely.

Nothing is decided here: `numbering` chooses the candidates that count 1, 2, 3 together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from graph.read.numerals import ordinal_value


class Kind(IntEnum):
    """The style of a marker; a smaller value usually stands higher in a document."""

    VOLUME = 0  # 第一部分, 第一编
    CHAPTER = 1  # 第一章
    DIVISION = 2  # 第一节
    COMMA = 3  # 一、
    ARTICLE = 4  # 第一条
    BRACKET = 5  # (一)
    DIGIT = 6  # 1. 1、
    DOTTED = 7  # 1.1
    DOTTED_DEEP = 8  # 1.1.1
    DIGIT_BRACKET = 9  # (1)
    HALF_BRACKET = 10  # 1)
    ENCLOSED = 11  # ⑴, which may stand below (1)
    CIRCLED = 12  # ①
    BOX = 13  # 专栏1
    RUN_IN = 14  # 一是
    DASH = 15  # ——

    @property
    def is_inline(self) -> bool:
        """Whether it counts points within a passage rather than passages of the document."""
        return self in (Kind.CIRCLED, Kind.RUN_IN, Kind.DASH)


class Boundary(IntEnum):
    """What stands before a marker, the surest sign first."""

    LINE = 0  # the beginning of a line
    STOP = 1  # the end of a sentence, a closing bracket or quotation mark
    SPACE = 2  # white space after a word
    GLUED = 3  # nothing, or a comma


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that looks like a marker."""

    start: int
    end: int
    kind: Kind
    ordinal: int
    boundary: Boundary
    enclosed: bool = False  # within “…”, 《…》 or a bracket
    prefix: tuple[int, ...] = ()  # 2.1 before the .3 of 2.1.3


_CN_DIGITS = "一二三四五六七八九十百零〇"
_CN = rf"[{_CN_DIGITS}]{{1,5}}"
_UNITS = "版万亿倍米元吨个分公平人次条"  # what follows a figure, not a number: 2.0版, 3.5亿
_PATTERNS: dict[Kind, str] = {
    Kind.VOLUME: rf"第 ?(?:{_CN}|\d{{1,3}}) ?(?:编|篇|部分)(?=[ \n:、《“\w])",
    Kind.CHAPTER: rf"第 ?(?:{_CN}|\d{{1,3}}) ?章(?![程节])",
    Kind.DIVISION: rf"第 ?(?:{_CN}|\d{{1,3}}) ?节(?![课水能目])",
    Kind.ARTICLE: rf"第 ?(?:{_CN}|\d{{1,3}}) ?条(?![件例款])",
    Kind.RUN_IN: rf"(?<![第唯之{_CN_DIGITS}]){_CN}[是要](?![否不])",
    Kind.COMMA: rf"(?<![第\d{_CN_DIGITS}]){_CN} ?(?:、|\.(?!\d))(?! ?(?:{_CN}、|\d))",
    Kind.BRACKET: rf"\( ?{_CN} ?\)[、.]?|[㈠-㈩][、.]?",
    Kind.DIGIT_BRACKET: r"\( ?\d{1,3} ?\)[、.]?",
    Kind.ENCLOSED: r"[⑴-⒇][、.]?",
    Kind.HALF_BRACKET: r"(?<![\w(.\-—])\d{1,2}\)[、.]?",
    Kind.DOTTED: rf"(?<![\w.\-—])\d{{1,2}}\.\d{{1,2}}(?!\d|\.\d)[.、]?(?= ?(?:[^\W\dA-Za-z{_UNITS}]|[“《]))",
    Kind.DOTTED_DEEP: r"(?<![\w.\-—])\d{1,2}(?:\.\d{1,2}){2,3}(?!\d|\.\d)[.、]?(?= ?[^\W\d]| ?[“《])",
    Kind.DIGIT: (
        r"(?<![A-Za-z\d.\-—/(第%])\d{1,3} ?[.、](?! ?[\d%])|[⒈-⒛]"
        rf"|(?<=\n)\d{{1,2}}(?= {{1,3}}[^\W\dA-Za-z{_UNITS}年月日项家种件名位])"
    ),
    Kind.CIRCLED: r"[①-⑳㉑-㉟㊱-㊿❶-❿➀-➉][、.]?",
    Kind.BOX: rf"专栏 ?(?:{_CN}|\d{{1,2}})[:.、]?",
    Kind.DASH: r"(?:(?<![—\-])(?:—{2,3}|-{2,3})|(?<=\n)—)(?= ?[\w“《])(?! ?(?:责任|牵头|配合)(?:单位|部门))",
}
_MAY_BE_GLUED = (Kind.BRACKET, Kind.DIGIT, Kind.DIGIT_BRACKET, Kind.ENCLOSED, Kind.CIRCLED)
_FIRST = rf"第专(\d—\-①-⓿㈠-㈩㉑-㊿❶-➉{_CN_DIGITS}"
_STOPS = "。!?;:…)]”’》」』"


@cache
def _marker() -> re.Pattern[str]:
    """All kinds in one pattern, tried in the order of `_PATTERNS`."""
    kinds = "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PATTERNS.items())
    return re.compile(f"(?=[{_FIRST}])(?:{kinds})")  # most characters begin none, which one look decides


@cache
def _enclosed() -> re.Pattern[str]:
    """Short quotations and brackets on one line: what stands in them numbers no passage."""
    return re.compile(r"“[^“”\n]{0,80}”|《[^《》\n]{0,80}》|\([^()\n]{2,300}\)|\[[^\[\]\n]{2,300}\]")


def find_candidates(folded: str) -> list[Candidate]:
    """Return all that could be a marker in a folded text, in reading order."""
    text = "\n" + folded  # so that the first line begins like any other
    quotations = [(m.start(), m.end()) for m in _enclosed().finditer(text)]
    found: list[Candidate] = []
    next_quotation = 0
    for match in _marker().finditer(text):
        while next_quotation < len(quotations) and quotations[next_quotation][1] <= match.start():
            next_quotation += 1
        enclosed = next_quotation < len(quotations) and quotations[next_quotation][0] < match.start()
        candidate = _candidate(text, match, enclosed=enclosed)
        if candidate is not None:
            found.append(candidate)
    return found


def _candidate(text: str, match: re.Match[str], *, enclosed: bool) -> Candidate | None:
    """Read one match; none where its boundary or what follows it rules it out."""
    kind = Kind[match.lastgroup or ""]
    boundary = _boundary(text, match.start(), stops=_STOPS + "," if kind is Kind.RUN_IN else _STOPS)
    if boundary is Boundary.GLUED and kind not in _MAY_BE_GLUED:
        return None
    if not _is_followed_by_words(text, match.end()):
        return None
    numbers = re.findall(rf"{_CN}|\d+|[①-⓿㈠-㈩㉑-㊿❶-➉]", match[0])
    values = tuple(ordinal_value(number) for number in numbers) or (0,)
    if kind is not Kind.DASH and values[-1] == 0:
        return None
    return Candidate(
        start=match.start() - 1,
        end=match.end() - 1,
        kind=kind,
        ordinal=values[-1],
        boundary=boundary,
        enclosed=enclosed,
        prefix=values[:-1],
    )


def _boundary(text: str, start: int, stops: str) -> Boundary:
    """What stands before `start`; `text` begins with a line break."""
    position = start - 1
    while text[position] == " ":
        position -= 1
    before = text[position]
    if before == "\n":
        return Boundary.LINE
    if before in stops:
        return Boundary.STOP
    if position < start - 1 and before not in ",、":
        return Boundary.SPACE
    return Boundary.GLUED


def _is_followed_by_words(text: str, end: int) -> bool:
    """Whether a heading or sentence can begin at `end`."""
    rest = text[end : end + 8].lstrip(" \n")
    return bool(rest) and (rest[0].isalnum() or rest[0] in "“《‘「『〈<(")
