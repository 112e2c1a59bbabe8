"""A passage's title: its heading without marker and final 。, found by the line, the stop or the space that ends it."""

from __future__ import annotations

import re
from functools import cache

from graph.read.folding import FoldedText

_LONGEST_REST = 24  # words behind a space that can still belong to a heading
_SLACK = 3.0  # characters by which a full line falls short of the widest: no line begins with a comma
_MIDDLE_OF_LINE = ",、:(“《—-和与及"  # a line that ends so goes on below


@cache
def _stop(*, is_inline: bool) -> re.Pattern[str]:
    return re.compile(r"[。;\n]" if is_inline else r"[。\n]")


@cache
def _space() -> re.Pattern[str]:
    """White space between two words of Chinese, as where a line break has become a space."""
    between = r"(?<=[^\x00-\x7f、，“《（—]) +(?=[^\x00-\x7f、。，；：”》）—])"
    return re.compile(rf"{between}|(?<=[目标思想原则要求]) +(?=\d)")


@cache
def _quoted() -> re.Pattern[str]:
    return re.compile(r"“[^“”]*”|《[^《》]*》|\([^()]*\)")


def find_title(
    source: FoldedText, start: int, end: int, *, is_inline: bool, wrap_width: float | None
) -> tuple[int, int]:
    """Return where the title lies in the words from `start` to `end`, marker, clauses and sub-passages left out."""
    start, end = source.strip(start, end, ":,、.")
    stop = _end_of_heading(source.folded, start, end, is_inline=is_inline, wrap_width=wrap_width)
    stop = _before_space(source.folded, start, stop, is_sentence=source.folded[stop : stop + 1] == "。")
    return source.strip(start, stop, ":,、;。.")


def _end_of_heading(folded: str, start: int, end: int, *, is_inline: bool, wrap_width: float | None) -> int:
    """The first 。 or line end that ends the heading."""
    for match in _stop(is_inline=is_inline).finditer(folded, start, end):
        if match[0] != "\n" or not _is_wrapped(folded, start, match.start(), wrap_width):
            return match.start()
    return end


def _is_wrapped(folded: str, start: int, line_end: int, wrap_width: float | None) -> bool:
    """Whether the line that ends here goes on in the next one."""
    line = folded[folded.rfind("\n", 0, line_end) + 1 : line_end].rstrip(" ")
    heading = folded[start:line_end].rstrip(" ")
    if heading[-1:] in _MIDDLE_OF_LINE or heading.count("“") > heading.count("”"):
        return True
    return wrap_width is not None and _width(line) >= wrap_width - _SLACK


def _before_space(folded: str, start: int, stop: int, *, is_sentence: bool) -> int:
    """Cut a heading that a space, not a line break, parts from its text."""
    heading = folded[start:stop]
    quoted = [match.span() for match in _quoted().finditer(heading)]
    for match in _space().finditer(heading):
        if match.start() < 2 or any(s < match.start() < e for s, e in quoted):
            continue
        rest = heading[match.end() :]
        if not is_sentence or len(rest) > _LONGEST_REST or re.search(r"[,;:]", rest):
            return start + match.start()
    return stop


def find_wrap_width(folded: str) -> float | None:
    """Return the width at which a text's lines are broken, none where lines are whole paragraphs."""
    lines = [line.rstrip(" ") for line in folded.split("\n") if line.strip(" ")]
    if len(lines) < 12:
        return None
    widths = sorted(_width(line) for line in lines)
    widest = widths[-1 - len(widths) // 20]
    if not 15 <= widest <= 60:
        return None
    full = sum(1 for width in widths if width >= widest - _SLACK)
    return widest if full * 5 >= len(widths) * 2 else None


def _width(line: str) -> float:
    """How many Chinese characters a line is wide; Latin ones count half."""
    return sum(0.5 if char.isascii() else 1.0 for char in line)
