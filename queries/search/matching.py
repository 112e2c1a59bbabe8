"""What the engine is asked for: names in the order of how well they match, sentences by their words.

Every query is put together from terms; nothing that somebody typed is ever read as a query's text.
"""

from __future__ import annotations

from collections.abc import Iterable

from tantivy import Occur, Query, Schema, Searcher

from queries.search.documents import LONGEST_PREFIX, Field, pairs, term, whole
from queries.search.found import Kind, Match
from queries.search.sounds import split_syllables
from queries.search.spelling import is_chinese
from queries.search.wording import Word, Wording, texts_of

# The score of a way is a power of this. The engine multiplies it by log2(2 + weight), which is less than a step.
_STEP = 32.0
_LONGEST_SLIP = 8  # characters of a name among which one may be wrong; the engine takes patterns of 1000 states
_SHORTEST_SLIP = 4  # letters that must be typed before one of them may be wrong; of Chinese characters one less

# What each level of the score stands for, the worst first: the ways of `named`, one by one.
_LEVELS = (
    Match.WORDS,
    Match.INITIALS,  # begun
    Match.INITIALS,  # whole
    Match.PINYIN,  # begun
    Match.PINYIN,  # whole
    Match.PART,
    Match.ALIAS,
    Match.PREFIX,
    Match.EXACT,
)


def match_of(score: float) -> Match:
    """The way that a score tells of."""
    return next(_LEVELS[level] for level in range(len(_LEVELS) - 1, -1, -1) if score >= _STEP**level)


def named(schema: Schema, searcher: Searcher, wording: Wording) -> Query:
    """Whatever has such a name, scored by the best way in which it has."""
    ways = [
        _words(schema, wording),
        *_initials(schema, wording),
        *_sounds(schema, searcher, wording),
        _part(schema, wording),
        _term(schema, Field.ALIAS, wording.folded),
        _term(schema, Field.PREFIX, wording.folded),
        Query.term_query(schema, Field.EXACT, wording.folded),
    ]
    scored = [Query.const_score_query(way, _STEP**level) for level, way in enumerate(ways) if way is not None]
    return Query.disjunction_max_query(scored)


def told(schema: Schema, wording: Wording) -> Query:
    """The sentences that have all the words; those first in which they stand together."""
    words = [(Occur.Must, _in_text(schema, word)) for word in wording.words]
    together = (Occur.Should, Query.boost_query(_in_text(schema, wording.units), 4.0))
    return Query.boolean_query([*words, together] if len(wording.words) > 1 else words)


def told_partly(schema: Schema, wording: Wording) -> Query:
    """The sentences that have any of the words but the shortest, those with the most and the rarest first."""
    words = [word for word in wording.words if len(word) > 1 or not is_chinese(texts_of(word))]
    return _any(_in_text(schema, word) for word in words)


def of_kinds(schema: Schema, query: Query, kinds: Iterable[Kind]) -> Query:
    """What the query finds of these kinds."""
    any_kind = Query.term_set_query(schema, Field.KIND, [str(kind) for kind in kinds])
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(any_kind, 0.0))])


def alike(schema: Schema, wording: Wording) -> Query:
    """Names that may be meant: a letter or character off, or with some of the same characters."""
    sounds = (term(sound)[:LONGEST_PREFIX] for sound in wording.sounds if len(sound) >= _SHORTEST_SLIP)
    slips = [Query.fuzzy_term_query(schema, Field.SOUND, sound, distance=1) for sound in sounds]
    if len(wording.folded) >= (_SHORTEST_SLIP - 1 if wording.chinese else _SHORTEST_SLIP):
        pattern = _one_slip(term(wording.folded)[:_LONGEST_SLIP])
        slips += [Query.regex_query(schema, field, pattern) for field in (Field.PREFIX, Field.ALIAS)]
    shared = [Query.term_query(schema, Field.NAME_UNITS, unit.text) for unit in wording.units]
    weighed = [*((slip, float(len(shared))) for slip in slips), *((each, 1.0) for each in shared)]
    return _any(Query.const_score_query(query, weight) for query, weight in weighed)


def _one_slip(text: str) -> str:
    """A pattern of what may be meant by a term: anything but its first character wrong, missing, too many or swapped.

    With the first character given, the engine looks through few of its terms; without, through most of them, which
    takes 25 ms of 200,000 names. A term has letters, digits and ~ only, none of which a pattern reads otherwise.
    """
    after = range(1, len(text))
    wrong = (f"{text[:at]}.{text[at + 1 :]}" for at in after)
    too_many = (f"{text[:at]}{text[at + 1 :]}" for at in after)
    missing = (f"{text[:at]}.{text[at:]}" for at in (*after, len(text)))
    swapped = (f"{text[: at - 1]}{text[at]}{text[at - 1]}{text[at + 1 :]}" for at in after)
    return "|".join(dict.fromkeys((*wrong, *too_many, *missing, *swapped, text)))


def _term(schema: Schema, field: Field, text: str) -> Query:
    return Query.term_query(schema, field, term(text))


def _any(queries: Iterable[Query]) -> Query:
    """Whatever any of the queries finds."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _words(schema: Schema, wording: Wording) -> Query | None:
    """All the words in one name, in any order."""
    if len(wording.words) < 2:
        return None
    phrases = [_phrase(schema, Field.NAME_UNITS, Field.NAME_PAIRS, word) for word in wording.words]
    return Query.boolean_query([(Occur.Must, phrase) for phrase in phrases])


def _part(schema: Schema, wording: Wording) -> Query:
    """The query in the middle of a name."""
    inside = _phrase(schema, Field.NAME_UNITS, Field.NAME_PAIRS, wording.units)
    return inside if wording.chinese else _any([inside, _term(schema, Field.INNER, wording.folded)])


def _initials(schema: Schema, wording: Wording) -> tuple[Query | None, Query | None]:
    """Names whose syllables begin with these letters: the beginning of the name, and the whole of it."""
    text = wording.folded.replace(" ", "")
    if wording.chinese or len(text) < 2 or text.isdigit():
        return None, None
    return _term(schema, Field.INITIALS, text), _term(schema, Field.INITIALS, whole(text))


def _sounds(schema: Schema, searcher: Searcher, wording: Wording) -> tuple[Query | None, Query | None]:
    """Names that sound so: part of the name, and the whole of it. One character sounds like too many others."""
    if wording.chinese and len(wording.units) < 2:
        return None, None
    sounds = wording.sounds
    begun = [_term(schema, Field.SOUND, sound) for sound in sounds]
    if not wording.chinese:
        syllables = split_syllables(sounds[0], lambda text: searcher.doc_freq(Field.SYLLABLES, text) > 0)
        if len(syllables) > 1:
            begun.append(Query.phrase_query(schema, Field.SYLLABLES, list(syllables)))
    return _any(begun), _any([_term(schema, Field.SOUND, whole(sound)) for sound in sounds])


def _in_text(schema: Schema, word: Word) -> Query:
    return _phrase(schema, Field.TEXT_UNITS, Field.TEXT_PAIRS, word)


def _phrase(schema: Schema, single: Field, double: Field, word: Word) -> Query:
    """Units that stand together."""
    texts = texts_of(word)
    if len(texts) == 1:
        return Query.term_query(schema, single, texts[0])
    first, *others = pairs(texts)
    return Query.phrase_query(schema, double, [first, *others]) if others else Query.term_query(schema, double, first)
