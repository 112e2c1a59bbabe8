"""The operations of an update, followed one by one: which graphs each writes, and which it may read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.store.sparql_tokens import Token
from graph.store.token_cursor import TokenCursor, Uncertain
from graph.store.update_iris import Prefixes
from graph.store.update_subjects import subjects

Graph = str | None
"""A graph's name; None is the store's own default graph."""
Things = frozenset[str] | None
"""The things of which something may be written; None: any."""


@dataclass
class Operations:
    """Follows the operations of an update, as SPARQL 1.1's grammar has them; patterns are passed over."""

    cursor: TokenCursor
    prefixes: Prefixes = field(default_factory=Prefixes)
    written: dict[Graph, Things] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    reads_any: bool = False

    def read(self) -> None:
        """All operations; raises Uncertain at the first that is not followed."""
        operations: dict[str, Callable[[], object]] = {
            "INSERT": self._insert,
            "DELETE": self._delete,
            "WITH": self._with,
            "LOAD": self._load,
            "CLEAR": self._whole,
            "DROP": self._whole,
            "CREATE": self._whole,
            "COPY": self._copy,
            "MOVE": self._move,
            "ADD": self._copy,
        }
        self._prologue()
        while not self.cursor.is_at_end:
            operation = operations.get(self.cursor.word())
            if operation is None:
                raise Uncertain
            operation()
            if not self.cursor.is_at_end:
                self.cursor.expect(";")
            self._prologue()

    def _prologue(self) -> None:
        """PREFIX and BASE, as often as they come."""
        while self.cursor.is_word("PREFIX", "BASE"):
            if self.cursor.word() == "BASE":
                self.cursor.take("iri")
            else:
                self.prefixes.declare(self.cursor.take("name"), self.cursor.take("iri"))

    def _insert(self) -> None:
        """INSERT DATA, or INSERT … WHERE."""
        if self.cursor.passes("DATA"):
            self._quads(None)
        else:
            self._quads(None)
            self._where()

    def _delete(self, target: Graph = None) -> None:
        """DELETE DATA, DELETE WHERE, or DELETE … INSERT … WHERE."""
        if self.cursor.passes("DATA", "WHERE"):
            self._quads(target)
            return
        self._quads(target)
        if self.cursor.passes("INSERT"):
            self._quads(target)
        self._where()

    def _with(self) -> None:
        """WITH names what templates without GRAPH write."""
        target = self._graph()
        kind = self.cursor.word()
        if kind == "DELETE":
            self._delete(target)
        elif kind == "INSERT":
            self._quads(target)
            self._where()
        else:
            raise Uncertain

    def _load(self) -> None:
        """LOAD writes the graph it names, or the default graph."""
        self.cursor.passes("SILENT")
        self.cursor.next()
        if self.cursor.passes("INTO"):
            self.cursor.expect("GRAPH")
            self._note_written(self._graph())
        else:
            self._note_written(None)

    def _whole(self) -> None:
        """CLEAR, DROP and CREATE name their graph; NAMED and ALL are all."""
        self.cursor.passes("SILENT")
        if self.cursor.passes("DEFAULT"):
            self._note_written(None)
            return
        self.cursor.expect("GRAPH")
        self._note_written(self._graph())

    def _copy(self) -> Graph:
        """COPY and ADD write their target; the source is returned."""
        self.cursor.passes("SILENT")
        source = self._graph_or_default()
        self.cursor.expect("TO")
        self._note_written(self._graph_or_default())
        return source

    def _move(self) -> None:
        """MOVE writes its source too."""
        self._note_written(self._copy())

    def _quads(self, target: Graph) -> None:
        """A template: what stands outside GRAPH writes the target, what stands inside, that graph."""
        self.cursor.expect("{")
        while not self.cursor.is_mark("}"):
            if self.cursor.passes("GRAPH"):
                graph = self._graph()
                self.cursor.expect("{")
                self._template(graph)
                self.cursor.expect("}")
            elif self.cursor.is_mark("."):
                self.cursor.next()
            else:
                self._template(target)
        self.cursor.expect("}")

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
            return None if found is None else frozenset(map(self.prefixes.iri, found))
        except Uncertain:
            return None

    def _note_written(self, graph: Graph, things: Things = None) -> None:
        known = self.written.get(graph, frozenset())
        self.written[graph] = None if known is None or things is None else known | things

    def _triples(self) -> Iterator[Token]:
        """What follows, up to a brace or GRAPH."""
        while not (self.cursor.is_mark("}") or self.cursor.is_word("GRAPH")):
            token = self.cursor.next()
            if token.text == "{":
                raise Uncertain
            yield token

    def _where(self) -> None:
        """USING clauses and the pattern: nothing in them is written."""
        while self.cursor.passes("USING"):
            self.cursor.passes("NAMED")
            self._graph()
        self.cursor.expect("WHERE")
        depth = 0
        while True:
            token = self.cursor.next()
            self._note(token)
            if token.kind == "word" and token.text == "GRAPH" and self.cursor.peek().kind == "variable":
                self.reads_any = True
            if token.kind == "mark" and token.text in "{}":
                depth += 1 if token.text == "{" else -1
                if depth == 0:
                    return

    def _graph_or_default(self) -> Graph:
        if self.cursor.passes("DEFAULT"):
            return None
        self.cursor.passes("GRAPH")
        return self._graph()

    def _graph(self) -> str:
        """The IRI that comes next, as a graph's name."""
        token = self.cursor.next()
        if token.kind not in ("iri", "name"):
            raise Uncertain
        iri = self.prefixes.iri(token)
        self.named.add(iri)
        return iri

    def _note(self, token: Token) -> None:
        """Keep an IRI that could name a graph to read."""
        if token.kind in ("iri", "name"):
            try:
                self.named.add(self.prefixes.iri(token))
            except Uncertain:
                self.reads_any = True
