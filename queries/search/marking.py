"""Which characters of a name or a sentence are those that were searched for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from queries.search.found import Match, Span, Thing
from queries.search.sounds import initials, readings
from queries.search.spelling import Unit, units
from queries.search.wording import Word, Wording, texts_of

_LITERAL = frozenset({Match.EXACT, Match.PREFIX, Match.ALIAS, Match.PART})


class Marked(NamedTuple):
    """A text, and its marked ranges, in order and apart from each other."""

    text: str
    spans: tuple[Span, ...]


def mark_name(thing: Thing, match: Match, wording: Wording, language: str) -> Marked:
    """The name of a thing that was found so, with what matches: the reader's own name, wherever that matches too."""
    own = thing.name(language)
    ways = [match, Match.PINYIN] if match in _LITERAL and not wording.chinese else [match]
    for name in dict.fromkeys((own, *thing.all_names)):
        for way in ways:
            spans = _spans(name, way, wording)
            if spans:
                return Marked(name, merged(spans))
    return Marked(own, ())


def mark_sentence(text: str, wording: Wording) -> Marked:
    """A sentence with all the words that are in it."""
    pieces = units(text)
    return Marked(text, merged(span for word in wording.words for span in _occurrences(pieces, word)))


def window(text: str, spans: Sequence[Span], most: int) -> Span:
    """The part of a long text that shows its first marks, of `most` characters, begun at a comma where that is near."""
    if len(text) <= most:
        return Span(0, len(text))
    first = spans[0].start if spans else 0
    start = max(0, min(first - most // 3, len(text) - most))
    comma = max(text.rfind(mark, start, first) for mark in ",,;;、")
    return Span(comma + 1 if comma >= 0 and start else start, min(len(text), start + most))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as ranges that do not touch."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _spans(name: str, match: Match, wording: Wording) -> Sequence[Span]:
    """What of a name matches in this way."""
    pieces = units(name)
    if match in _LITERAL:
        spans = list(_occurrences(pieces, wording.units))
        whole = match is not Match.EXACT or len(pieces) == len(wording.units)
        begins = match is Match.PART or (bool(spans) and spans[0].start == pieces[0].start)
        return spans if whole and begins else ()
    if match is Match.PINYIN:
        return _sounding(name, pieces, wording)
    if match is Match.INITIALS:
        return _beginning(name, pieces, wording)
    return [span for word in wording.words for span in _occurrences(pieces, word)] if match is Match.WORDS else ()


def _occurrences(pieces: Sequence[Unit], word: Word) -> Iterator[Span]:
    """Where units stand together; of the last one, spelt with letters, the beginning is enough."""
    texts = texts_of(word)
    for at in range(len(pieces) - len(texts) + 1):
        here = pieces[at : at + len(texts)]
        if _fits(here, texts):
            last = here[-1]
            yield Span(here[0].start, last.end if last.text == texts[-1] else last.start + len(texts[-1]))


def _fits(pieces: Sequence[Unit], texts: Sequence[str]) -> bool:
    """Whether units are these, the last one perhaps only begun."""
    if len(pieces) != len(texts) or not texts:
        return False
    return all(piece.text == text for piece, text in zip(pieces[:-1], texts[:-1], strict=True)) and pieces[
        -1
    ].text.startswith(texts[-1])


def _sounding(name: str, pieces: Sequence[Unit], wording: Wording) -> Sequence[Span]:
    """The units that sound like a query, wherever they begin in a name."""
    ways = readings(name, wording.alphabet.syllables)
    for sound in wording.sounds:
        for at in range(len(pieces)):
            for way in ways:
                count = _count_sounding(way[at:], sound)
                if count:
                    return [Span(pieces[at].start, pieces[at + count - 1].end)]
    return ()


def _count_sounding(syllables: Sequence[str], sound: str) -> int:
    """How many syllables, from the first, a sound takes up, the last one perhaps only begun; 0 where it is another."""
    rest = sound
    for count, syllable in enumerate(syllables, 1):
        if syllable.startswith(rest):
            return count
        if not rest.startswith(syllable):
            return 0
        rest = rest[len(syllable) :]
    return 0


def _beginning(name: str, pieces: Sequence[Unit], wording: Wording) -> Sequence[Span]:
    """The units whose first letters are those of a query."""
    letters = wording.folded.replace(" ", "")
    for way in readings(name, wording.alphabet.syllables):
        for count in range(1, len(way) + 1):
            if initials(way[:count]).startswith(letters):
                return [Span(pieces[0].start, pieces[count - 1].end)]
    return ()
