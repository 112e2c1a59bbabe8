"""What the things are called that features refer to: read once for each thing, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib.namespace import RDFS, SKOS

from graph.store.base import Store
from queries.features.facts import Said, cells, read_facts

LABELS = (str(RDFS.label), str(SKOS.prefLabel))


class Names:
    """The names of things, those that were asked for in `learn`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[str | None, str | None]] = {}

    def learn(self, things: Iterable[str]) -> None:
        """Read the names of those that are not known yet."""
        new = [thing for thing in dict.fromkeys(things) if thing not in self._known]
        said = read_facts(self._store, new, LABELS)
        self._known.update({thing: both(said.of(thing)) for thing in new})

    def zh(self, thing: str) -> str | None:
        """The Chinese name, or else any."""
        zh, en = self._known.get(thing, (None, None))
        return zh or en

    def en(self, thing: str) -> str | None:
        """The English name."""
        return self._known.get(thing, (None, None))[1]

    def called(self, things: Iterable[str]) -> tuple[str, ...]:
        """Each thing's name; the IRI of one that has none."""
        return tuple(self.zh(thing) or thing for thing in things)


def both(said: Said) -> tuple[str | None, str | None]:
    """The Chinese name of a thing (or one in no language) and the English one, by what is said of it."""
    found: dict[str, str] = {}
    for label in LABELS:
        for cell in cells(said, label):
            found.setdefault((cell.language or "").partition("-")[0], cell.value)
    return found.get("zh") or found.get(""), found.get("en")
