"""Queries that are answered rightly also where a triple that several graphs state comes several times in their union.

An engine's own union of graphs may be such a multiset. Read off the tokens of a query, without parsing it.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.store.query_text import has_dataset_clause
from graph.store.sparql_tokens import Token, tokens

_COUNTING = frozenset({"COUNT", "SUM", "AVG", "GROUP_CONCAT"})
_CHOOSING = frozenset({"MIN", "MAX", "SAMPLE"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_BETWEEN = frozenset(".;,+-")  # triples, and before numbers
_CLOSING = {"(": ")", "{": "}"}


def joins_graphs(
    text: str, default_graphs: Sequence[str] | None, named_graphs: Sequence[str] | None, *, union_default: bool
) -> bool:
    """Whether the default graph of a query's dataset may be made of several graphs."""
    if default_graphs is None and named_graphs is None:
        return union_default or has_dataset_clause(text)
    return len(default_graphs or ()) > 1


def each_once(query: str) -> str | None:
    """A query whose answer is the same over the multiset as that of this one over the set; None if none is known.

    It is the query itself where repetitions cannot show (DISTINCT, ASK, groups without counting); where all it asks
    is triple patterns and filters, one that takes each of their solutions once.
    """
    if "\\" in query:  # characters by number could be brackets
        return None
    found = [*tokens(query)]
    words = [token.text for token in found if token.kind == "word"]
    form = next((place for place, token in enumerate(found) if token.kind == "word" and token.text in _FORMS), None)
    if form is None or "FROM" in words:
        return None
    if _is_blind(found, form, words):
        return query
    return _with_solutions_once(query, found, form) if _is_plain_select(found, form, words) else None


def _is_blind(found: Sequence[Token], form: int, words: Sequence[str]) -> bool:
    """Whether no repetition of a triple can show in the answer."""
    limited = "LIMIT" in words or "OFFSET" in words
    if any(_counts(found, place) for place in range(len(found))):
        return False
    kind = found[form].text
    if kind == "ASK":
        return not limited
    if kind != "SELECT":  # each solution of a template with blank nodes makes others
        return not limited and not any(token.text == "[" or token.text.startswith("_:") for token in found)
    if limited and words.count("SELECT") > 1:
        return False
    is_distinct = len(found) > form + 1 and found[form + 1].text == "DISTINCT"
    is_grouped = words.count("SELECT") == 1 and ("GROUP" in words or not _CHOOSING.isdisjoint(words))
    return is_distinct or is_grouped


def _counts(found: Sequence[Token], place: int) -> bool:
    """Whether an aggregate begins here that takes each solution into account; one that is not known may."""
    token, following = found[place], [after.text for after in found[place + 1 : place + 3]]
    if token.kind == "word" and token.text in _COUNTING:
        return following != ["(", "DISTINCT"]
    return token.kind in ("name", "iri") and "agg" in token.text.lower() and following[:1] == ["("]


def _is_plain_select(found: Sequence[Token], form: int, words: Sequence[str]) -> bool:
    return found[form].text == "SELECT" and words.count("SELECT") == 1


def _with_solutions_once(query: str, found: Sequence[Token], form: int) -> str | None:
    """The query with a subquery about its group, if that is triple patterns and filters alone."""
    start = form
    while start < len(found) and found[start].text != "{":
        start = _behind(found, start) if found[start].text == "(" else start + 1
    end = _behind(found, start) - 1
    if end >= len(found) or not _is_basic(found[start + 1 : end]):
        return None
    group = query[found[start].start : found[end].end]
    return f"{query[: found[start].start]}{{ {{ SELECT DISTINCT * {group} }} }}{query[found[end].end :]}"


def _is_basic(group: Sequence[Token]) -> bool:
    """Whether a group's tokens are triple patterns and filters: no paths, blank nodes, collections or other groups."""
    place, has_variable = 0, False
    while place < len(group):
        token = group[place]
        if token.kind == "word" and token.text == "FILTER":
            place = _behind_filter(group, place)
            if place > len(group):
                return False
            continue
        if token.kind == "string" and [after.text for after in group[place + 1 : place + 3]] == ["^", "^"]:
            place += 2
        elif not _is_term(token):
            return False
        has_variable |= token.kind == "variable"
        place += 1
    return has_variable


def _is_term(token: Token) -> bool:
    if token.kind == "word":
        return token.text in ("A", "TRUE", "FALSE")
    if token.kind == "mark":
        return token.text in _BETWEEN or token.text.isdigit()
    return not token.text.startswith("_:")


def _behind_filter(group: Sequence[Token], place: int) -> int:
    """The place behind a filter: its brackets, or a call; beyond the end for anything else."""
    place += 1
    while place < len(group) and group[place].kind in ("word", "name", "iri"):  # a function's name
        place += 1
    if place >= len(group) or group[place].text != "(":
        return len(group) + 1
    behind = _behind(group, place)
    inside = group[place:behind]
    return len(group) + 1 if any(token.text == "{" for token in inside) else behind


def _behind(found: Sequence[Token], place: int) -> int:
    """The place behind the bracket that closes the one here; beyond the end where there is none."""
    if place >= len(found):
        return len(found) + 1
    opening, depth = found[place].text, 0
    for number in range(place, len(found)):
        depth += (found[number].text == opening) - (found[number].text == _CLOSING[opening])
        if depth == 0:
            return number + 1
    return len(found) + 2
