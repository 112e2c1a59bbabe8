"""Which of many names is like one that nothing has: by how it is written, and by how it sounds."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from queries.errors import Fit

NEAR = 5  # how many names are offered
WRITTEN_LIKE = 60  # how like they must be, of 100; spelt out, names have more letters in common by chance
HEARD_LIKE = 80


def nearest(given: str, names: Sequence[Fit]) -> tuple[Fit, ...]:
    """Return the things whose names are written or sound like `given`, the likest first, each once.

    The sound of a name is the end of its IRI, which is its pinyin: reading so many names aloud would take seconds.
    """
    written = process.extract(
        given, [fit.title for fit in names], scorer=fuzz.ratio, limit=NEAR * NEAR, score_cutoff=WRITTEN_LIKE
    )
    heard = process.extract(
        _sound(given),
        [_slug(fit.value) for fit in names],
        scorer=fuzz.ratio,
        limit=NEAR * NEAR,
        score_cutoff=HEARD_LIKE,
    )
    likeness: dict[int, float] = {}
    for _, score, place in (*written, *heard):
        likeness[place] = max(score, likeness.get(place, 0))
    found: dict[str, Fit] = {}
    for place in sorted(likeness, key=lambda place: (-likeness[place], *_rank(given, names[place]))):
        found.setdefault(names[place].value, names[place])
    return tuple(found.values())[:NEAR]


def _rank(given: str, fit: Fit) -> tuple[bool, float, int, str, str]:
    """Among the equally like: a Chinese name before an English one, the likest as it is written, the short one."""
    return fit.title.isascii(), -fuzz.ratio(given, fit.title), len(fit.title), fit.value, fit.title


def _slug(iri: str) -> str:
    return iri.rpartition("/")[2]


def _sound(name: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - takes 0.4 s, and only a mistaken name needs it

    return "".join(lazy_pinyin(name)).casefold()
