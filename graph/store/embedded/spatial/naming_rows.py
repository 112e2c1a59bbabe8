"""Writes rows that are named in a query, so that the engine looks them up whatever else their group asks for.

The engine orders a join by guesses: it counts the rows of a VALUES, and takes a thousand for `?x a <Class>`. With more
rows than that it begins at the class, and compares each of its members with each row. Rows in a sub-SELECT that two
keys tie to another are guessed as a millionth of their number, and looked up by hash where they do come later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_KEYS = "?plangraph_one ?plangraph_two"  # seen by no other part of the query


def rows_text(variable: str, terms: Iterable[str]) -> str:
    """A group that binds the variable to each of these terms, written in SPARQL."""
    key = f"{{ SELECT {_KEYS} {{ VALUES ({_KEYS}) {{ (0 0) }} }} }}"
    return f"{{ SELECT ?{variable} {{ {key} {_keyed(variable, {0: terms})} }} }}"


def pairs_text(one: str, other: str, pairs: Mapping[str, Iterable[str]]) -> str:
    """A group that binds one variable to each key, and the other to each of the terms that go with that key."""
    ones = _keyed(one, {number: [term] for number, term in enumerate(pairs)})
    return f"{{ SELECT ?{one} ?{other} {{ {ones} {_keyed(other, dict(enumerate(pairs.values())))} }} }}"


def _keyed(variable: str, terms: Mapping[int, Iterable[str]]) -> str:
    rows = " ".join(f"({key} {key} {term})" for key, belonging in terms.items() for term in belonging)
    return f"{{ SELECT {_KEYS} ?{variable} {{ VALUES ({_KEYS} ?{variable}) {{ {rows} }} }} }}"
