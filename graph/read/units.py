"""A list of units as a clause writes it → each unit with its role, label and place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph.model import Role
from graph.read.folding import FoldedText
from graph.read.name_splitting import Name, find_names
from graph.read.responsibility_labels import other_label, role_of, unit_label
from graph.read.unit_names import continues_collective, is_collective, is_unit_like


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """One unit in a clause."""

    name: str
    role: Role
    label: str
    start: int
    end: int
    is_certain: bool  # the name ends as names of units do


@dataclass(frozen=True, slots=True)
class _Section:
    """The part of a clause below one label; `role` is none where the label names persons or dates."""

    label: str
    role: Role | None
    start: int
    end: int


_PLAIN_VERB = "牵头|配合|参与|参加|协助|协办|协同|负责|组织实施|落实|实施|推进|推动|主办|承办|支持|指导"
_VERB = (
    r"(?:按照?)?(?:各自)?(?:职责分工|职能分工|职责|职能|分工)?(?:分别|共同|联合|各自|统筹)*"
    r"(?:牵头(?:负责|组织实施|组织|落实|推进|实施|抓总|推动|开展)?|配合(?:落实|做好|实施|推进)?|"
    rf"负责(?:落实|实施|推进|组织实施)?|{_PLAIN_VERB})"
)


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"{_VERB}$")


@cache
def _time() -> re.Pattern[str]:
    return re.compile(
        r"\d ?(?:年|月|日|季度)|年内|年底|月底|季度|长期|持续|适时|常态|每年|全年|贯穿|前完成|推进$|排名|不分先后"
    )


@cache
def _label_start() -> re.Pattern[str]:
    labels = rf"(?P<unit>{unit_label().pattern})|(?P<other>{other_label().pattern})"
    return re.compile(rf"(?:\A|(?<=[\s,;。)\]、]))(?:{labels})")


def split_units(source: FoldedText, start: int, end: int) -> list[NamedUnit]:
    """Return the units named between `start` and `end`, in reading order; persons and dates are left out."""
    return [unit for section in _sections(source, start, end) for unit in _section_units(source, section)]


def has_label(source: FoldedText, start: int, end: int) -> bool:
    """Whether a label of units stands between `start` and `end`."""
    return any(section.label for section in _sections(source, start, end))


def _sections(source: FoldedText, start: int, end: int) -> list[_Section]:
    """Cut a clause at its labels."""
    content = source.folded[start:end]
    marks: list[tuple[int, int, str, Role | None]] = []
    for match in _label_start().finditer(content):
        word = "label" if match["label"] else "bare"
        if match["other"] is not None:
            marks.append((match.start(), match.end(), "", None))
        elif match["colon"] or match["bare_colon"] or not content[: match.start()].strip(" \n"):
            label = source.words(start + match.start(word), start + match.end(word))
            marks.append((match.start(), match.end(), label, role_of(label)))
    marks.append((len(content), len(content), "", None))
    sections = [_Section("", Role.RESPONSIBLE, start, start + marks[0][0])]
    for mark, following in pairwise(marks):
        sections.append(_Section(mark[2], mark[3], start + mark[1], start + following[0]))
    return sections


def _section_units(source: FoldedText, section: _Section) -> Iterator[NamedUnit]:
    """The units of one section; a verb (A牵头, B、C配合) gives its role to those since the last verb."""
    if section.role is None:
        return
    pending: list[Name] = []
    for start, end in _pieces(source, section.start, section.end):
        verb = _verb().search(source.folded[start:end])
        listed = source.strip(start, start + verb.start(), "、,")[1] if verb is not None else end
        names = find_names(source, start, listed)
        pending += [name for name in names if _is_name(source, name, is_labelled=bool(section.label))]
        if verb is not None:
            plain = re.findall(_PLAIN_VERB, verb[0])[0]
            yield from _settled(source, pending, role_of(plain), section.label or plain)
            pending = []
    yield from _settled(source, pending, section.role, section.label)


def _settled(source: FoldedText, names: list[Name], role: Role, label: str) -> Iterator[NamedUnit]:
    """The names as units, each with the role behind it in brackets, else the one given."""
    for name in names:
        own_role = role_of(name.mark) if name.mark else role
        is_certain = _is_unit(source, name)
        words = source.words(name.start, name.end)
        yield NamedUnit(words, own_role, name.mark or label, name.start, name.end, is_certain)


def _pieces(source: FoldedText, start: int, end: int) -> list[tuple[int, int]]:
    """Cut at 、 , ; and 。 outside brackets, joining what is one name (各县、市、区政府)."""
    joined: list[tuple[int, int]] = []
    for span in _separated(source, start, end):
        if joined and continues_collective(source.words(*joined[-1]), _verb().sub("", source.words(*span))):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _separated(source: FoldedText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between separators that stand outside brackets."""
    depth, begin = 0, start
    for match in re.finditer(r"[(\[)\]、,;。]", source.folded[start:end] + "。"):
        if match[0] in "([":
            depth += 1
        elif match[0] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 or match.start() == end - start:
            span = source.strip(begin, start + match.start())
            if span[0] < span[1]:
                yield span
            begin = start + match.end()


def _is_unit(source: FoldedText, name: Name) -> bool:
    words = re.sub(r"\s", "", source.folded[name.start : name.end])
    return is_unit_like(words) or is_collective(words)


def _is_name(source: FoldedText, name: Name, *, is_labelled: bool) -> bool:
    """Whether a stretch is a name at all, not a date or a remark; behind a label most things are."""
    words = source.folded[name.start : name.end]
    length = len(re.sub(r"\s", "", words))
    if not 2 <= length <= 60:
        return False
    return _is_unit(source, name) or (is_labelled and not _time().search(words) and not re.search(r"[:!?]", words))
