"""A query's group graph patterns, read off its tokens: what stands in each, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.store.embedded.spatial.brackets import OPENING, NotUnderstood, is_word, matches, prefixes, require_certain
from graph.store.sparql_tokens import tokens

_KEYWORDS = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "UNION", "LATERAL"})


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a group: its kind (TRIPLES, GROUP or a keyword), and its tokens from start to before end."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class Group:
    """What stands between a brace and its match; `kind` is the word before the first (WHERE, OPTIONAL, …), or ''."""

    kind: str
    start: int
    end: int
    parent: Group | None
    elements: list[Element] = field(default_factory=list)

    @property
    def is_in_default_graph(self) -> bool:
        """Whether no GRAPH is about it."""
        return self.kind != "GRAPH" and (self.parent is None or self.parent.is_in_default_graph)

    def of(self, kind: str) -> Iterator[Element]:
        """Its elements of a kind."""
        return (element for element in self.elements if element.kind == kind)


class QueryText:
    """A query, its tokens, and its groups."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        require_certain(self.tokens)
        self.match = matches(self.tokens)
        self.form = next(
            (
                number
                for number, token in enumerate(self.tokens)
                if is_word(token, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
            ),
            len(self.tokens),
        )
        self.prefixes = prefixes(self.tokens[: self.form])
        self.groups = list(self._groups())

    @property
    def prologue(self) -> str:
        """The text before the query's form: BASE and PREFIX."""
        return self.text[: self.tokens[self.form].start] if self.form < len(self.tokens) else self.text

    def source(self, start: int, end: int) -> str:
        """The text of the tokens from start to before end."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if end > start else ""

    def iri(self, number: int) -> str | None:
        """The IRI that a token says; None where it says none, or one that depends on BASE."""
        token = self.tokens[number]
        if token.kind == "iri":
            return token.text[1:-1] if ":" in token.text else None
        if token.kind != "name" or "\\" in token.text or "%" in token.text:
            return None
        prefix, _, rest = token.text.partition(":")
        return self.prefixes[prefix] + rest if prefix in self.prefixes else None

    def split(self, start: int, end: int, mark: str) -> list[tuple[int, int]]:
        """The stretches of tokens between the marks (a text of one or more of them) that lie in no bracket."""
        parts, begin, number = [], start, start
        while number < end:
            token = self.tokens[number]
            if token.kind == "mark" and token.text in OPENING:
                number = self.match[number] + 1
            elif self.has_mark(number, mark):
                parts.append((begin, number))
                begin = number = number + len(mark)
            else:
                number += 1
        return [*parts, (begin, end)]

    def has_mark(self, number: int, mark: str) -> bool:
        """Whether the marks stand at a token, side by side."""
        found = self.tokens[number : number + len(mark)]
        return (
            len(found) == len(mark)
            and all(token.kind == "mark" and token.text == sign for token, sign in zip(found, mark, strict=True))
            and found[-1].end - found[0].start == len(mark)
        )

    def variables(self, start: int, end: int) -> set[str]:
        """The names of the variables among some tokens, and the labels of blank nodes, which join in the same way."""
        return {
            token.text if token.text.startswith("_:") else token.text[1:]
            for token in self.tokens[start:end]
            if token.kind == "variable" or (token.kind == "name" and token.text.startswith("_:"))
        }

    def existence_groups(self) -> Iterator[Group]:
        """The groups that (NOT) EXISTS asks for, in filters and other expressions, and those within them."""
        for number, token in enumerate(self.tokens):
            if token.text == "{" and number and is_word(self.tokens[number - 1], "EXISTS"):
                yield from self._read(Group("EXISTS", number, self.match[number], None))

    def short_forms(self) -> Iterator[tuple[Group, int]]:
        """The groups that are their own templates (CONSTRUCT WHERE), and the token behind which one may be written."""
        following = self.tokens[self.form + 1 : self.form + 2]
        if self.groups and is_word(self.tokens[self.form], "CONSTRUCT") and following[0].text != "{":
            yield self.groups[0], self.form

    def _groups(self) -> Iterator[Group]:
        """The groups in which a pattern is matched as it is written, outer ones first."""
        opening = next((number for number in range(self.form, len(self.tokens)) if self._opens_where(number)), None)
        if opening is not None:
            yield from self._read(Group("WHERE", opening, self.match[opening], None))

    def _opens_where(self, number: int) -> bool:
        """Whether a brace opens the WHERE clause: the first that is no template's."""
        if self.tokens[number].text != "{":
            return False
        before = self.tokens[number - 1]
        return not (is_word(before, "CONSTRUCT") and self._has_where(number))

    def _has_where(self, number: int) -> bool:
        following = self.match[number] + 1
        return following < len(self.tokens) and not is_word(self.tokens[following], "LIMIT", "OFFSET", "ORDER")

    def _read(self, group: Group) -> Iterator[Group]:
        number = group.start + 1
        if number < group.end and is_word(self.tokens[number], "SELECT"):
            opening = next(place for place in range(number, group.end) if self.tokens[place].text == "{")
            group.elements.append(Element("SELECT", number, group.end))
            yield group
            yield from self._read(Group("WHERE", opening, self.match[opening], group))
            return
        inner: list[Group] = []
        while number < group.end:
            number = self._take(group, number, inner)
        yield group
        for child in inner:
            yield from self._read(child)

    def _take(self, group: Group, number: int, inner: list[Group]) -> int:
        """Add the element that begins at a token to a group; returns where the next begins."""
        token = self.tokens[number]
        if token.text == "{":
            inner.append(Group("", number, self.match[number], group))
            end, kind = self.match[number] + 1, "GROUP"
        elif token.kind == "word" and token.text in _KEYWORDS:
            kind = token.text
            end = self._end_of(group, number, inner)
        elif token.kind == "mark" and token.text == ".":
            return number + 1
        else:
            kind, end = "TRIPLES", number
            while end < group.end and not self._ends_triples(end):
                end = self.match[end] + 1 if end in self.match else end + 1
        group.elements.append(Element(kind, number, end))
        return end

    def _ends_triples(self, number: int) -> bool:
        token = self.tokens[number]
        return token.text == "{" or (token.kind == "word" and token.text in _KEYWORDS)

    def _end_of(self, group: Group, number: int, inner: list[Group]) -> int:
        """Where an element ends that a keyword begins."""
        word = self.tokens[number].text
        if word == "FILTER":
            return self._end_of_filter(number + 1)
        if word == "UNION":
            return number + 1
        place = number + 1
        while place < group.end and self.tokens[place].text != "{":
            place = self.match.get(place, place) + 1
            if word == "BIND":
                return place
        if place >= group.end:
            raise NotUnderstood
        if word in ("OPTIONAL", "MINUS", "GRAPH"):
            inner.append(Group(word, place, self.match[place], group))
        return self.match[place] + 1

    def _end_of_filter(self, number: int) -> int:
        """A filter is a bracketed expression, a call, or (NOT) EXISTS and a group."""
        while number < len(self.tokens):
            if number in self.match:
                return self.match[number] + 1
            if self.tokens[number].kind not in ("iri", "name", "word"):
                break
            number += 1
        raise NotUnderstood
