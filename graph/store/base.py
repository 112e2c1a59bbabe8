"""The Store protocol: what every place where quads live can do, in this process or on a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from graph.store.answer import Answer, Table, read_boolean, read_table
from graph.store.formats import DEFAULT_FORMATS, Format, Formats
from graph.store.sparql_text import Statement


class Store(Protocol):
    """Named graphs that can be asked, changed and dumped. Graph names are absolute IRIs.

    Relative IRIs in what is written into a named graph are relative to its name.

    Every write is one transaction: all of it is kept or nothing. All methods may be called from several threads.
    Failures are the exceptions of `graph.store.errors`.
    """

    @property
    def read_only(self) -> bool:
        """Whether every write is refused with ReadOnly."""
        ...

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
    ) -> Answer:
        """Answer a SPARQL 1.1 query in the format given for the form its answer has.

        The dataset is the one of `default_graphs` and `named_graphs` where either is given (the SPARQL protocol's
        parameters, which outweigh the text), else the one of the text's FROM clauses, else the whole store, with
        the union of all its graphs as the default graph unless `union_default` is False.
        """
        ...

    def update(self, text: str) -> None:
        """Carry out a SPARQL 1.1 update, all its operations as one transaction."""
        ...

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        ...

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name."""
        ...

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the store's own default graph for None; raises UnknownGraph."""
        ...

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data, a serialised graph; None is the store's own default graph."""
        ...

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the store's own default graph for None; raises UnknownGraph."""
        ...

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset, or a serialised graph into `graph` (None: the store's own default graph)."""
        ...

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, together or not at all; others stay."""
        ...

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD."""
        ...

    def size(self) -> int:
        """Return the number of quads."""
        ...

    def version(self) -> str | None:
        """Return a text that is another after every write, and the same as long as nothing was written.

        It outlives a restart. Read it before you query: the answer is then never older than the version.
        None where the engine cannot know (a server to which others write): then nothing may be cached.
        """
        ...

    def changed_since(self, version: str) -> frozenset[str] | None:
        """Return the IRIs of all things of which something else may be said now than at an earlier version.

        Said of a thing is what it is the subject of; blank nodes are left out. None where that is not known.
        """
        ...

    def close(self) -> None:
        """Let go of the folder or the connections; the store is not usable afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def select(store: Store, text: str, *, union_default: bool = True) -> Table:
    """Answer a SELECT as a table."""
    return read_table(store.query(text, union_default=union_default).read())


def ask(store: Store, text: str, *, union_default: bool = True) -> bool:
    """Answer an ASK."""
    return read_boolean(store.query(text, union_default=union_default).read())
