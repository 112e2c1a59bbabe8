"""Finds the goals a plan sets itself, and the headings that take them up again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Goal, GoalReference, Level, Passage
from graph.read.folding import fold
from graph.read.sentences import Span, find_sentences, own_words, plain

_SHORTEST, _LONGEST = 4, 20
_FEWEST = 2  # one phrase is no enumeration
_HEADING_CLAUSE = re.compile(r"[^,;、\s]+")
_STOP = r"[、,。;!?)]|和|以及|$"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that stands in a goals section and closes a later heading."""

    words: str
    stated_in: str
    span: Span
    references: tuple[GoalReference, ...]


def find_goals(text: str, passages: Sequence[Passage]) -> tuple[Goal, ...]:
    """Return the goals in the order in which the text states them.

    A goal is a passage of its own (`Level.GOAL`: ——… under 发展目标), or a phrase that a section on goals (its title
    has 目标 in it) enumerates and that later headings repeat as their last words: “…的经济活跃高地、文化荟萃胜地…”,
    then “奋力建设经济活跃高地”, “着力打造文化荟萃胜地”. At least two such phrases must stand in one sentence and be
    repeated by headings of one level under one parent: a single common word (高质量发展) is no enumeration.
    """
    folded = fold(text)
    own = [passage for passage in passages if passage.level is Level.GOAL]
    goals = [_passage_goal(text, folded, goal, passages) for goal in own]
    for phrase in _enumerated(folded, passages):
        if not any(goal.title_start <= phrase.span.start < goal.title_end for goal in own):
            title = plain(text[phrase.span.start : phrase.span.end])
            goals.append(Goal(title, None, phrase.stated_in, *phrase.span, phrase.references))
    return tuple(sorted(goals, key=lambda goal: (goal.start, goal.end)))


def _passage_goal(text: str, folded: str, goal: Passage, passages: Sequence[Passage]) -> Goal:
    span = Span(goal.title_start, goal.title_end)
    words = folded[slice(*span)]
    served = tuple(
        GoalReference(passage.number, end - len(words), end)
        for passage, end in _heading_ends(folded, passages, goal.end)
        if len(words) >= _SHORTEST and folded.endswith(words, passage.title_start, end)
    )
    return Goal(plain(text[slice(*span)]), goal.number, goal.number, *span, served)


def _heading_ends(folded: str, passages: Sequence[Passage], after: int) -> Iterator[tuple[Passage, int]]:
    """Yield each heading that begins at or behind `after`, once for each of its clauses, with where that ends."""
    for passage in passages:
        if passage.start >= after and passage.level is not Level.GOAL:
            for clause in _HEADING_CLAUSE.finditer(folded, passage.title_start, passage.title_end):
                yield passage, clause.end()


def _enumerated(folded: str, passages: Sequence[Passage]) -> Iterator[_Phrase]:
    for section in passages:
        if "目标" in folded[section.title_start : section.title_end] and section.level is not Level.GOAL:
            yield from _enumerated_in(folded, section, passages)


def _enumerated_in(folded: str, section: Passage, passages: Sequence[Passage]) -> Iterator[_Phrase]:
    """Yield the phrases of one goals section that later headings repeat, if enough of them stand together."""
    headings = list(_heading_ends(folded, passages, section.end))
    inner = [passage for passage in passages if section.start <= passage.start < section.end]
    for number, start, end in own_words(inner):
        for sentence in find_sentences(folded, start, end):
            found = list(_repeated(folded, sentence, number, headings))
            if len(found) >= _FEWEST:
                yield from found


def _repeated(folded: str, sentence: Span, number: str, headings: Sequence[tuple[Passage, int]]) -> Iterator[_Phrase]:
    """Yield the phrases of `sentence` that close headings, the siblings among the headings only, in order."""
    found: dict[Span, list[tuple[Passage, GoalReference]]] = {}
    for heading, end in headings:
        if (place := _longest_shared(folded, sentence, heading.title_start, end)) is not None:
            length = place.end - place.start
            found.setdefault(place, []).append((heading, GoalReference(heading.number, end - length, end)))
    family = _largest_family([heading for served in found.values() for heading, _ in served])
    for place in sorted(found):
        references = tuple(
            reference for heading, reference in found[place] if (heading.parent, heading.level) == family
        )
        if references:
            yield _Phrase(folded[slice(*place)], number, place, references)


def _largest_family(headings: Sequence[Passage]) -> tuple[str | None, Level] | None:
    """Return parent and level of the most headings, the earliest on a tie."""
    families = [(heading.parent, heading.level) for heading in headings]
    return max(families, key=families.count, default=None)


def _longest_shared(folded: str, sentence: Span, heading_start: int, heading_end: int) -> Span | None:
    """Return where `sentence` has the longest phrase that ends the heading and stands as an item of an enumeration."""
    for length in range(min(_LONGEST, heading_end - heading_start), _SHORTEST - 1, -1):
        phrase = folded[heading_end - length : heading_end]
        position = folded.find(phrase, *sentence)
        if position >= 0:
            return Span(position, position + length) if _is_item(folded, sentence, position, length) else None
    return None


def _is_item(folded: str, sentence: Span, position: int, length: int) -> bool:
    """Whether the phrase begins after 、, 的 or a verb, ends before 、 or a stop, and is enumerated with others."""
    before, after = folded[sentence.start : position], folded[position + length : sentence.end]
    starts = not before or re.search(r"(?:[、,:;的和“成为]|建设|构建|打造|形成|实现|以及)\s*$", before)
    ends = re.match(rf"”?\s*(?:{_STOP})", after)
    enumerated = re.match(r"”?\s*(?:、|和|以及)", after) or re.search(r"(?:、|和|以及)[^、,。;]*$", before)
    return bool(starts and ends and enumerated)
