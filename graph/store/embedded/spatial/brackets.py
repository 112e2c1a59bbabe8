"""What must be certain of a text's tokens before its groups are read: brackets, prefixes, and where IRIs begin."""

from __future__ import annotations

from typing import Final

from graph.store.sparql_tokens import Token

OPENING: Final = "([{"
_CLOSING: Final = ")]}"
_UNREADABLE: Final = frozenset({"SERVICE", "LATERAL"})
_OPERANDS: Final = frozenset({"string", "iri", "variable", "language", "name", "word"})


class NotUnderstood(Exception):
    """A text whose structure is not known for certain: it is asked as it stands."""


def prefixes(prologue: list[Token]) -> dict[str, str]:
    """The IRIs of the prefixes that are declared."""
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(prologue, prologue[1:], prologue[2:], strict=False)
        if is_word(word, "PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def matches(found: list[Token]) -> dict[int, int]:
    """Where each bracket that is opened is closed; raises NotUnderstood where one is not."""
    matches: dict[int, int] = {}
    opened: list[int] = []
    for number, token in enumerate(found):
        if token.kind != "mark":
            continue
        if token.text in OPENING:
            opened.append(number)
        elif token.text in _CLOSING:
            if not opened or OPENING.index(found[opened[-1]].text) != _CLOSING.index(token.text):
                raise NotUnderstood
            matches[opened.pop()] = number
    if opened:
        raise NotUnderstood
    return matches


def require_certain(found: list[Token]) -> None:
    """Raise NotUnderstood where an engine may take for an operator what we take for the beginning of an IRI."""
    brackets: list[str] = []
    previous: Token | None = None
    for token in found:
        if token.kind == "mark" and token.text in "({":
            brackets.append(token.text)
        elif token.kind == "mark" and token.text in ")}" and brackets:
            brackets.pop()
        if token.kind == "word" and token.text in _UNREADABLE:
            raise NotUnderstood
        in_expression = brackets[-1:] == ["("] and previous is not None and _is_operand(previous)
        if token.kind == "iri" and in_expression:
            raise NotUnderstood
        previous = token


def _is_operand(token: Token) -> bool:
    return token.kind in _OPERANDS or token.text in ")]" or token.text.isdigit()


def is_word(token: Token, *words: str) -> bool:
    """Whether a token is one of some words, which are written in capitals."""
    return token.kind == "word" and token.text in words
