"""Questions put to a snapshot of the index: a page of results, and suggestions for what is being typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from rapidfuzz import fuzz
from tantivy import Query, Searcher

from queries.search.documents import Field, kept_sentence, kept_thing, pairs, schema
from queries.search.found import Hit, Kind, Match, Page, Sentence, Thing
from queries.search.index import Snapshot
from queries.search.marking import mark_name, mark_sentence
from queries.search.matching import alike, match_of, named, of_kinds, told, told_partly
from queries.search.sounds import usual_sound
from queries.search.spelling import folded, joined
from queries.search.wording import Wording, take_apart, texts_of

MOST = 100  # results of a page
_ALIKE = 60  # of 100, as rapidfuzz counts likeness
_SPOKEN = 0.85  # what likeness of sounds counts: there are fewer of them than characters
_COMPARED = 60  # names that are compared with one that nothing has
_MOST_ALIKE = 5

_SCHEMA = schema()


def search(
    snapshot: Snapshot, text: str, *, language: str, kinds: Collection[Kind] = (), limit: int = 20, offset: int = 0
) -> Page:
    """Some of what a text finds, the best first: names, then sentences. Without `kinds` everything is looked for.

    Where no name is so, the results begin with names that are almost so. Raises QueryTooLong.
    """
    searcher = snapshot.searcher
    wording = take_apart(text, _Terms(searcher), snapshot.alphabet)
    if not wording:
        return Page((), {})
    wanted = set(kinds or Kind)
    sentences = _Sentences(searcher, wording)
    things = _Things(searcher, wording, wanted - {Kind.SENTENCE}, language, guess=not sentences.whole)
    hits = things.page(limit, offset)
    counts = dict(things.counts)
    if Kind.SENTENCE in wanted:
        hits += sentences.page(limit - len(hits), max(0, offset - things.total))
        counts[Kind.SENTENCE] = sentences.total
    return Page(
        tuple(hits),
        {kind: counts[kind] for kind in Kind if counts.get(kind)},
        tuple(joined(texts_of(word)) for word in wording.words),
        near=things.near,
        partial=bool(counts.get(Kind.SENTENCE)) and not sentences.whole,
    )


def suggest(
    snapshot: Snapshot, text: str, *, language: str, kinds: Collection[Kind] = (), limit: int = 8
) -> tuple[Hit, ...]:
    """The names that somebody may be typing, the best first; of some kinds only, where any are given.

    Raises QueryTooLong.
    """
    wording = take_apart(text, _Terms(snapshot.searcher), snapshot.alphabet)
    if not wording:
        return ()
    wanted = set(kinds or Kind) - {Kind.SENTENCE}
    return tuple(_Things(snapshot.searcher, wording, wanted, language, guess=True).page(limit, 0))


class _Terms:
    """What the index's own terms tell of words; so they fit its names and texts, whatever those are."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def is_name(self, name: str) -> bool:
        """Whether something folded is a whole name."""
        return self._searcher.doc_freq(Field.EXACT, name) > 0

    def tie(self, first: str, second: str) -> float:
        """How often two units stand together, of the times that the rarer one stands anywhere; at most 1."""
        (pair,) = pairs((first, second))
        rarer = min(self._searcher.doc_freq(Field.TEXT_UNITS, unit) for unit in (first, second))
        return self._searcher.doc_freq(Field.TEXT_PAIRS, pair) / rarer if rarer else 0.0


class _Things:
    """The named things that are found; where there are none, `guess` says whether to take those almost so."""

    def __init__(self, searcher: Searcher, wording: Wording, kinds: set[Kind], language: str, *, guess: bool) -> None:
        self._searcher = searcher
        self._wording = wording
        self._language = language
        self._query = _restricted(named(_SCHEMA, searcher, wording), kinds)
        self.counts = _counts(searcher, self._query) if kinds else {}
        self._alike = self._almost(kinds) if guess and kinds and not self.counts else []
        self.near = bool(self._alike)
        if self.near:
            self.counts = Counter(thing.kind for thing in self._alike)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    def page(self, limit: int, offset: int) -> list[Hit]:
        """Some of them, the best first."""
        if self.near:
            return [self._hit(thing, Match.NEAR) for thing in self._alike[offset : offset + limit]]
        if offset >= self.total or limit < 1:
            return []
        found = self._searcher.search(self._query, limit, count=False, offset=offset, weight_by_field=Field.WEIGHT)
        hits = ((kept_thing(self._searcher.doc(address)), float(score)) for score, address in found.hits)
        return [self._hit(thing, match_of(score)) for thing, score in hits]

    def _hit(self, thing: Thing, match: Match) -> Hit:
        marked = mark_name(thing, match, self._wording, self._language)
        return Hit(thing, match, marked.text, marked.spans)

    def _almost(self, kinds: set[Kind]) -> list[Thing]:
        """The things with names like the one that nothing has, the likest first."""
        query = _restricted(alike(_SCHEMA, self._wording), kinds)
        found = self._searcher.search(query, _COMPARED, count=False)
        things = [kept_thing(self._searcher.doc(address)) for _, address in found.hits]
        measure = _Likeness(self._wording)
        likeness = {thing.iri: measure.of(thing) for thing in things}
        best = sorted(things, key=lambda thing: (-likeness[thing.iri], -thing.mentions, thing.iri))
        return [thing for thing in best if likeness[thing.iri] >= _ALIKE][:_MOST_ALIKE]


class _Sentences:
    """The sentences that are found: with all the words or, where there are none, with some."""

    def __init__(self, searcher: Searcher, wording: Wording) -> None:
        self._searcher = searcher
        self._wording = wording
        self._query = told(_SCHEMA, wording)
        self.total = _count(searcher, self._query)
        self.whole = self.total > 0
        if not self.whole:
            self._query = told_partly(_SCHEMA, wording)
            self.total = _count(searcher, self._query)

    def page(self, limit: int, offset: int) -> list[Hit]:
        """Some of them, the best first."""
        if offset >= self.total or limit < 1:
            return []
        found = self._searcher.search(self._query, limit, count=False, offset=offset)
        return [self._hit(kept_sentence(self._searcher.doc(address))) for _, address in found.hits]

    def _hit(self, sentence: Sentence) -> Hit:
        return Hit(sentence, Match.TEXT, *mark_sentence(sentence.text, self._wording))


def _restricted(query: Query, kinds: Collection[Kind]) -> Query:
    """The query, for things of these kinds only."""
    return query if len(kinds) == len(Kind) - 1 else of_kinds(_SCHEMA, query, kinds)


def _counts(searcher: Searcher, query: Query) -> Mapping[Kind, int]:
    """How many things of each kind there are."""
    found = searcher.aggregate(query, {"kinds": {"terms": {"field": Field.KIND, "size": len(Kind)}}})
    return {Kind(bucket["key"]): bucket["doc_count"] for bucket in found["kinds"]["buckets"]}


def _count(searcher: Searcher, query: Query) -> int:
    found: int = searcher.search(query, limit=1).count  # type: ignore[attr-defined] # it has; its stub does not say so
    return found


class _Likeness:
    """How alike a query and the likest of a thing's names are, written or spoken, of 100."""

    def __init__(self, wording: Wording) -> None:
        self._read = wording.alphabet.syllables
        self._written = wording.folded
        self._spoken = usual_sound(wording.folded, self._read)

    def of(self, thing: Thing) -> float:
        """That of a thing."""
        return max(self._of_name(name) for name in thing.all_names)

    def _of_name(self, name: str) -> float:
        spoken = fuzz.ratio(self._spoken, usual_sound(name, self._read))
        return max(fuzz.ratio(self._written, folded(name)), _SPOKEN * spoken)
