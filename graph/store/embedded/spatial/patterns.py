"""What a group's triple patterns bind for certain, and which of them hang together."""

from __future__ import annotations

from collections.abc import Iterator

from graph.geo.names import SERIALIZATIONS
from graph.store.embedded.spatial.groups import Element, Group, QueryText

_PLAIN = frozenset({"TRIPLES", "FILTER", "BIND", "VALUES"})


def geometry_variables(query: QueryText, group: Group) -> dict[str, Element]:
    """The variables that are the object of a geometry's serialization in each solution of a group, and where."""
    found: dict[str, Element] = {}
    for element in group.of("TRIPLES"):
        for number in range(element.start, element.end - 1):
            token = query.tokens[number + 1]
            start = _serialization(query, number) if token.kind == "variable" else None
            if start is not None and _ends_path(query, element, start):
                found.setdefault(token.text[1:], element)
    return found


def components(query: QueryText, group: Group) -> list[tuple[set[str], list[str]]] | None:
    """The patterns of a group by the variables they share, filters apart: their variables, and their texts.

    None where there is more in the group than triple patterns, filters, BIND and VALUES.
    """
    if any(element.kind not in _PLAIN for element in group.elements):
        return None
    found: list[tuple[set[str], list[str]]] = []
    for start, end in _statements(query, group):
        variables, texts = query.variables(start, end), [query.source(start, end)]
        rest = []
        for other in found:
            if variables & other[0]:
                variables |= other[0]
                texts = other[1] + texts
            else:
                rest.append(other)
        found = [*rest, (variables, texts)]
    return found


def _serialization(query: QueryText, number: int) -> int | None:
    """Where a property that has geometry literals begins, or the choice of several (a|b) that ends at a token."""
    if query.iri(number) in SERIALIZATIONS:
        return number
    if query.tokens[number].text != ")":
        return None
    start = next((opening for opening, closing in query.match.items() if closing == number), number)
    choices = query.split(start + 1, number, "|")
    is_choice = all(end - begin == 1 and query.iri(begin) in SERIALIZATIONS for begin, end in choices)
    return start if is_choice else None


def _statements(query: QueryText, group: Group) -> Iterator[tuple[int, int]]:
    for element in group.elements:
        if element.kind == "TRIPLES":
            for start, end in query.split(element.start, element.end, "."):
                if end > start:
                    yield start, end
        elif element.kind != "FILTER":
            yield element.start, element.end


def _ends_path(query: QueryText, element: Element, number: int) -> bool:
    """Whether a token is a predicate, or the last step of a sequence of plain ones: then its object is the pattern's.

    Alternatives, inverse steps and negations just before it are not.
    """
    place = number - 1
    while place > element.start and query.tokens[place].text == "/":
        step = query.tokens[place - 1]
        if step.kind not in ("iri", "name") and not (step.kind == "word" and step.text == "A"):
            return False
        place -= 2
        if query.tokens[place].text == "^":
            place -= 1
    return place >= element.start and query.tokens[place].text not in ("/", "|", "^", "!", "(", "*", "+", "?")
