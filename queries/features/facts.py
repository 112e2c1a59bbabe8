"""What the store says of many things at once: of a property all, where that is quicker, or else in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import repeat

from graph.store.answer import Cell
from graph.store.base import Store, select
from graph.store.errors import QueryTimeout, QueryTooLarge
from graph.store.sparql_text import iri_text, is_iri, literal_text
from ontology.namespaces import sparql_prologue
from queries.features.rows import read_term, take_rows

_LISTED = 10_000  # things that one query lists: what the most careful engine gives
_DESCRIBED = 250  # things that one query tells of
_MANY = 2_000  # things from which on it pays to ask how often a property is stated at all
_OTHERS = 4  # times as many statements as there are things, below which it pays to read them all

Terms = str | list[str]
"""A value as the store wrote it, or several in an order that is always the same."""
Said = Mapping[str, Terms]
"""What is said of a thing, by property."""


class Facts:
    """What is said of many things. Values are kept as the store wrote them: most are never looked into."""

    def __init__(self, things: Iterable[str] = ()) -> None:
        """Nothing is said as yet; `things` are the only ones that are of interest."""
        self._things = {thing: thing for thing in things}
        self._said: dict[str, dict[str, Terms]] = {}

    def of(self, thing: str) -> Said:
        """What is said of one."""
        return {name: said[thing] for name, said in self._said.items() if thing in said}

    def named(self, *properties: str) -> set[str]:
        """Every thing that any of them names by these properties."""
        found: set[str] = set()
        for terms in (terms for name in properties for terms in self._said.get(name, {}).values()):
            found.update([terms] if isinstance(terms, str) else terms)
        return {term[1:-1] for term in found if term.startswith("<")}

    def take(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Note rows of a thing, a property and a value, each as the store writes it, and none of them twice."""
        things, same = self._things, dict[str, str]()
        for subject, name, term in rows:
            thing = things.get(subject[1:-1])
            if thing is None:
                continue
            said = self._said.get(name)
            if said is None:
                said = self._said[name] = {}
            value = same.setdefault(term, term)  # kinds, towns and remarks come again and again
            before = said.setdefault(thing, value)
            if isinstance(before, list):
                before.append(value)
            elif before is not value:
                said[thing] = [before, value]

    def settle(self) -> None:
        """Bring several values into their order."""
        for said in self._said.values():
            for terms in said.values():
                if isinstance(terms, list):
                    terms.sort(key=_rank)

    def forget(self, name: str) -> None:
        """Drop what was noted of a property."""
        self._said.pop(name, None)


def read_facts(store: Store, things: Iterable[str], properties: Iterable[str]) -> Facts:
    """The values of these properties of these things."""
    wanted = list(dict.fromkeys(things))
    facts = Facts(wanted)
    rest = [name for name in properties if len(wanted) < _MANY or not _read_whole(store, facts, name, len(wanted))]
    if rest:
        _read_in_portions(store, facts, [thing for thing in wanted if is_iri(thing)], rest)
    facts.settle()
    return facts


def members(store: Store, pattern: str) -> list[str]:
    """The IRIs that `?x` stands for in a pattern, in their order as text; blank nodes have no address and are none."""
    named = f"{pattern} FILTER(isIRI(?x))"
    found: list[str] = []
    with suppress(QueryTooLarge):
        found = _listed(store, f"SELECT DISTINCT ?x WHERE {{ {named} }}")
    counting = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {named} }}"
    if len(found) != _counted(store, counting):  # the engine cuts long answers short
        found = list(_members_in_portions(store, named))
    return sorted(iri for iri in found if is_iri(iri))


def referring(store: Store, things: Iterable[str], pattern: str) -> list[str]:
    """The IRIs that `?x` stands for in a pattern where `?of` is any of these things."""
    named = [thing for thing in dict.fromkeys(things) if is_iri(thing)]
    found: set[str] = set()
    for portion in _portions(named):
        listed = " ".join(map(iri_text, portion))
        query = f"SELECT DISTINCT ?x WHERE {{ VALUES ?of {{ {listed} }} {pattern} FILTER(isIRI(?x)) }}"
        found.update(_listed(store, query))
    return sorted(filter(is_iri, found))


def iris(said: Said, name: str) -> list[str]:
    """The things that a property names."""
    terms = said.get(name)
    if terms is None:
        return []
    return [term[1:-1] for term in ((terms,) if isinstance(terms, str) else terms) if term.startswith("<")]


def cells(said: Said, name: str) -> list[Cell]:
    """The values of a property."""
    terms = said.get(name)
    if terms is None:
        return []
    return [read_term(terms)] if isinstance(terms, str) else [read_term(term) for term in terms]


def _read_whole(store: Store, facts: Facts, name: str, things: int) -> bool:
    """Read all that a property states; False where it is stated of too much else, or the engine gives no such answer.

    A row costs the store half a microsecond so, and some microseconds where the things are listed for it.
    """
    pattern = f"?x {iri_text(name)} ?value"
    if _counted(store, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}") > _OTHERS * things:
        return False

    def take(lines: list[str]) -> None:
        facts.take((subject, name, term) for subject, _, term in (line.partition("\t") for line in lines))

    try:
        take_rows(store, f"SELECT DISTINCT ?x ?value WHERE {{ {pattern} }}", take)
    except (QueryTooLarge, QueryTimeout):
        facts.forget(name)
        return False
    return True


def _read_in_portions(store: Store, facts: Facts, things: Sequence[str], properties: Iterable[str]) -> None:
    wanted = ", ".join(map(iri_text, properties))

    def answer(portion: Sequence[str]) -> list[str]:
        lines: list[str] = []
        query = f"""SELECT DISTINCT ?x ?p ?value WHERE {{
          VALUES ?x {{ {" ".join(map(iri_text, portion))} }} ?x ?p ?value FILTER(?p IN ({wanted})) }}"""
        take_rows(store, query, lines.extend)
        return lines

    with ThreadPoolExecutor(1, "features") as ahead:  # the store answers the next while this one is read
        for lines in ahead.map(answer, _portions(things)):
            facts.take((x, p[1:-1], term) for x, p, term in map(str.split, lines, repeat("\t")))


def _members_in_portions(store: Store, pattern: str) -> Iterator[str]:
    """The same, asked for again and again after the last: each portion costs the engine sorting all of them."""
    last = ""
    while True:
        after = f"FILTER(STR(?x) > {literal_text(last)})"
        portion = _listed(store, f"SELECT DISTINCT ?x WHERE {{ {pattern} {after} }} ORDER BY STR(?x) LIMIT {_LISTED}")
        yield from portion
        if len(portion) < _LISTED:
            return
        last = portion[-1]


def _counted(store: Store, query: str) -> int:
    """The number `?n` of a query."""
    (counted,) = select(store, f"{sparql_prologue()} {query}").records
    return int(str(counted["n"]))


def _listed(store: Store, query: str) -> list[str]:
    """What `?x` is in each row."""
    found: list[str] = []
    take_rows(store, f"{sparql_prologue()} {query}", lambda lines: found.extend(line[1:-1] for line in lines))
    return found


def _rank(term: str) -> tuple[str, str, str]:
    cell = read_term(term)
    return cell.value, cell.language or "", cell.datatype or ""


def _portions(things: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(things), _DESCRIBED):
        yield things[first : first + _DESCRIBED]
