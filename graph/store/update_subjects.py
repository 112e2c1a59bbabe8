"""Which things a template of triples speaks of, told from its tokens: exactly where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.sparql_tokens import Token

_MARKS = frozenset(".;,^+-0123456789")  # of others some make blank nodes or triples of their own
_OBJECTS = ("string", "language", "iri", "name", "word", "variable")


def subjects(template: Sequence[Token]) -> list[Token] | None:
    """The subjects of the triples; None where one is no IRI, or where the text is not followed."""
    found: list[Token] = []
    awaited = True
    for place, token in enumerate(template):
        if awaited:
            if token.kind not in ("iri", "name") or token.text.startswith("_:") or token.text.endswith("."):
                return None
            found.append(token)
            awaited = False
        elif token.kind == "mark":
            if token.text not in _MARKS:
                return None
            awaited = token.text == "." and not _is_in_number(template, place)
        elif token.kind not in _OBJECTS:
            return None
        elif token.kind == "name":
            awaited = token.text.endswith(".")  # which no name does: it ends the triple
    return found


def _is_in_number(template: Sequence[Token], place: int) -> bool:
    """Whether a full stop is the point of a number, as in 1.5."""
    following = template[place + 1 : place + 2]
    return any(token.text.isdigit() and token.start == template[place].end for token in following)
