"""Which graphs an update may write, told from its words: exactly where that is certain, else all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.store.sparql_tokens import Token, escaped, legible, tokens
from graph.store.update_subjects import subjects

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]*")
_DOTS = re.compile(r"/\.{1,2}(?:[/?#]|$)")  # a base makes an engine take them out
_CHANCE = frozenset({"RAND", "UUID", "STRUUID", "NOW", "LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT"})
_NAMING = ("IRI", "URI", "/PLAN/", "GRAPH/")  # what an update needs to name a plan's graph that is not there yet

Graph = str | None
"""A graph's name; None is the store's own default graph."""
Things = frozenset[str] | None
"""The things of which something may be written; None: any."""


class Uncertain(Exception):
    """The text goes on in a way that is not followed here."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an update may write and read."""

    text: str  # what an engine is to be given: it reads this as we did
    written: Mapping[Graph, Things]
    everywhere: bool  # whether any graph may be written, so that `written` says nothing
    named: frozenset[str]  # every IRI in the text: whatever graphs it reads by name are among them
    reads_any: bool  # whether it may read graphs that it does not name
    by_chance: bool  # whether it may do something else each time
    may_name_plan: bool  # whether it could name a plan's graph of which the store knows nothing


def read_scope(text: str, using: Iterable[str] = ()) -> Scope:
    """What an update may write and read; whatever is not followed for certain is taken for everything.

    `using` are the graphs that the request names for it to read. Raises `sparql_tokens.Ambiguous`.
    """
    plain = legible(text)
    found = list(tokens(plain))
    reader = _Reader(found)
    try:
        reader.read()
        certain = True
    except Uncertain:
        certain = False
    return Scope(
        text=escaped(plain),
        written=reader.written,
        everywhere=not certain,
        named=frozenset(reader.named) | frozenset(using),
        reads_any=not certain or reader.reads_any,
        by_chance=any(token.kind == "word" and token.text in _CHANCE for token in found),
        may_name_plan=any(word in plain.upper() for word in _NAMING),
    )


@dataclass
class _Reader:
    """Follows the operations of an update, as SPARQL 1.1's grammar has them; patterns are passed over."""

    found: Sequence[Token]
    place: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)
    written: dict[Graph, Things] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    reads_any: bool = False

    def read(self) -> None:
        """All operations; raises Uncertain at the first that is not followed."""
        operations = {
            "INSERT": self._insert,
            "DELETE": self._delete,
            "WITH": self._with,
            "LOAD": self._load,
            "CLEAR": self._whole,
            "DROP": self._whole,
            "CREATE": self._whole,
            "COPY": self._between,
            "MOVE": self._between,
            "ADD": self._between,
        }
        self._prologue()
        while self.place < len(self.found):
            operation = operations.get(self._word())
            if operation is None:
                raise Uncertain
            operation()
            if self.place < len(self.found):
                self._expect(";")
            self._prologue()

    def _prologue(self) -> None:
        """PREFIX and BASE, as often as they come."""
        while self._is_word("PREFIX", "BASE"):
            if self._word() == "BASE":
                self._take("iri")
                continue
            prefix = self._take("name").text
            if not prefix.endswith(":"):
                raise Uncertain
            self.prefixes[prefix] = _absolute(self._take("iri").text[1:-1])

    def _insert(self) -> None:
        """INSERT DATA, or INSERT … WHERE."""
        if self._is_word("DATA"):
            self.place += 1
            self._quads(None)
        else:
            self._quads(None)
            self._where()

    def _delete(self, target: Graph = None) -> None:
        """DELETE DATA, DELETE WHERE, or DELETE … INSERT … WHERE."""
        if self._is_word("DATA", "WHERE"):
            self.place += 1
            self._quads(target)
            return
        self._quads(target)
        if self._is_word("INSERT"):
            self.place += 1
            self._quads(target)
        self._where()

    def _with(self) -> None:
        """WITH names what templates without GRAPH write."""
        target = self._graph()
        kind = self._word()
        if kind == "DELETE":
            self._delete(target)
        elif kind == "INSERT":
            self._quads(target)
            self._where()
        else:
            raise Uncertain

    def _load(self) -> None:
        """LOAD writes the graph it names, or the default graph."""
        self._pass_silent()
        self._next()
        if self._is_word("INTO"):
            self.place += 1
            self._expect("GRAPH")
            self._note_written(self._graph())
        else:
            self._note_written(None)

    def _whole(self) -> None:
        """CLEAR, DROP and CREATE name their graph; NAMED and ALL are all."""
        self._pass_silent()
        if self._is_word("DEFAULT"):
            self.place += 1
            self._note_written(None)
            return
        self._expect("GRAPH")
        self._note_written(self._graph())

    def _between(self) -> None:
        """COPY, MOVE and ADD: the target is written, and MOVE's source too."""
        is_move = self.found[self.place - 1].text == "MOVE"
        self._pass_silent()
        source = self._graph_or_default()
        self._expect("TO")
        self._note_written(self._graph_or_default())
        if is_move:
            self._note_written(source)

    def _quads(self, target: Graph) -> None:
        """A template: what stands outside GRAPH writes the target, what stands inside, that graph."""
        self._expect("{")
        while not self._is("}"):
            if self._is_word("GRAPH"):
                self.place += 1
                graph = self._graph()
                self._expect("{")
                self._template(graph)
                self._expect("}")
            elif self._is("."):
                self.place += 1
            else:
                self._template(target)
        self._expect("}")

    def _template(self, graph: Graph) -> None:
        """Triples of one graph."""
        template = list(self._triples())
        for token in template:
            self._note(token)
        self._note_written(graph, self._things(template))

    def _things(self, template: Sequence[Token]) -> Things:
        """What the triples speak of."""
        found = subjects(template)
        try:
            return None if found is None else frozenset(map(self._iri, found))
        except Uncertain:
            return None

    def _note_written(self, graph: Graph, things: Things = None) -> None:
        known = self.written.get(graph, frozenset())
        self.written[graph] = None if known is None or things is None else known | things

    def _triples(self) -> Iterator[Token]:
        """What follows, up to a brace or GRAPH."""
        while not (self._is("}") or self._is_word("GRAPH")):
            token = self._next()
            if token.text == "{":
                raise Uncertain
            yield token

    def _where(self) -> None:
        """USING clauses and the pattern: nothing in them is written."""
        while self._is_word("USING"):
            self.place += 1
            if self._is_word("NAMED"):
                self.place += 1
            self._graph()
        self._expect("WHERE")
        depth = 0
        while True:
            token = self._next()
            self._note(token)
            if token.kind == "word" and token.text == "GRAPH" and self._peek().kind == "variable":
                self.reads_any = True
            if token.kind == "mark" and token.text in "{}":
                depth += 1 if token.text == "{" else -1
                if depth == 0:
                    return

    def _graph_or_default(self) -> Graph:
        if self._is_word("DEFAULT"):
            self.place += 1
            return None
        if self._is_word("GRAPH"):
            self.place += 1
        return self._graph()

    def _graph(self) -> str:
        """The IRI that comes next, as a graph's name."""
        token = self._next()
        if token.kind not in ("iri", "name"):
            raise Uncertain
        iri = self._iri(token)
        self.named.add(iri)
        return iri

    def _note(self, token: Token) -> None:
        """Keep an IRI that could name a graph to read."""
        if token.kind in ("iri", "name"):
            try:
                self.named.add(self._iri(token))
            except Uncertain:
                self.reads_any = True

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            return _absolute(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if prefix == "_":
            return token.text
        if f"{prefix}:" not in self.prefixes:
            raise Uncertain
        return _absolute(self.prefixes[f"{prefix}:"] + local.replace("\\", ""))

    def _pass_silent(self) -> None:
        if self._is_word("SILENT"):
            self.place += 1

    def _peek(self) -> Token:
        if self.place >= len(self.found):
            raise Uncertain
        return self.found[self.place]

    def _next(self) -> Token:
        token = self._peek()
        self.place += 1
        return token

    def _word(self) -> str:
        return self._take("word").text

    def _take(self, kind: str) -> Token:
        token = self._next()
        if token.kind != kind:
            raise Uncertain
        return token

    def _expect(self, text: str) -> None:
        token = self._next()
        if token.text != text or token.kind not in ("word", "mark"):
            raise Uncertain

    def _is(self, mark: str) -> bool:
        token = self._peek()
        return token.kind == "mark" and token.text == mark

    def _is_word(self, *words: str) -> bool:
        return (
            self.place < len(self.found)
            and self.found[self.place].kind == "word"
            and self.found[self.place].text in words
        )


def _absolute(iri: str) -> str:
    """The IRI, if no base can change it."""
    if not _ABSOLUTE.fullmatch(iri) or _DOTS.search(iri):
        raise Uncertain
    return iri
