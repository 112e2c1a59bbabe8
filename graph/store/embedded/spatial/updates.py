"""An update's text as its patterns: relations that are asked for as properties in WHERE are written out there too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from graph.store.embedded.spatial.brackets import NotUnderstood, is_word, prefixes
from graph.store.embedded.spatial.calling import aggregates, functions
from graph.store.embedded.spatial.groups import Group, QueryText
from graph.store.embedded.spatial.properties import with_properties

_LONGEST: Final = 100_000  # characters of an update whose patterns are read


class UpdateText(QueryText):
    """One or several operations; raises NotUnderstood where a prefix changes its meaning between them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.prefixes = prefixes(self.tokens)
        if sum(is_word(token, "PREFIX") for token in self.tokens) > len(self.prefixes):
            raise NotUnderstood
        if any(is_word(token, "LOAD", "BASE") for token in self.tokens):
            raise NotUnderstood

    def short_forms(self) -> Iterator[tuple[Group, int]]:
        """The groups of DELETE WHERE."""
        for group in self.groups:
            if group.parent is None and is_word(self.tokens[group.start - 2], "DELETE"):
                yield group, group.start - 2

    def _groups(self) -> Iterator[Group]:
        number = 0
        while number < len(self.tokens):
            end = self.match.get(number, number)
            if self.tokens[number].text == "{" and is_word(self.tokens[number - 1], "WHERE"):
                yield from self._read(Group("WHERE", number, end, None))
            number = end + 1


def rewritten_update(text: str) -> str | None:
    """The update with relations as properties written out in its patterns; None where it asks for none.

    Nor is one rewritten that is not understood for certain, or that the engine would refuse as it was sent.
    """
    if len(text) > _LONGEST or "\\u" in text or "\\U" in text or "WHERE" not in text.upper():
        return None
    try:
        found = with_properties(UpdateText(text))
    except NotUnderstood:
        return None
    return found if found is not None and _is_update(text) else None


def _is_update(text: str) -> bool:
    """Whether the engine takes a text, which is told by having it done to nothing; nothing is fetched by it."""
    try:
        ox.Store().update(text, custom_functions=functions(), custom_aggregate_functions=aggregates())
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):  # a graph that is to be dropped is not there, for one
        return True
    return True
