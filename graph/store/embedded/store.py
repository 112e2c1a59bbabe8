"""The store in this process: Oxigraph, in memory or in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

import pyoxigraph as ox

from graph.store.answer import Answer
from graph.store.closing import Closing
from graph.store.embedded.excerpt import TooMuch, write_excerpt
from graph.store.embedded.extensions import update
from graph.store.embedded.files import fill, opened, settle
from graph.store.embedded.merged import MergedCopy
from graph.store.embedded.reading import answer_query
from graph.store.embedded.terms import HasMany, counting, node, nodes, rdf_format, term_text
from graph.store.embedded.union_log import UnionChanges
from graph.store.engine_errors import data_errors, query_errors
from graph.store.errors import OutcomeUnknown, ReadOnly, StoreUnavailable, UnknownGraph
from graph.store.folder import DataVersion, StoreFolder, mark_version
from graph.store.formats import DEFAULT_FORMATS, Form, Format, Formats, require_dataset_format
from graph.store.query_text import has_dataset_clause
from graph.store.sparql_text import Statement, iri_text, replacement

MERGED_BYTES = 64 * 1024 * 1024
"""A folder whose files take more is not copied into memory for the sake of a query."""

_GLANCE = 0.05  # seconds


class EmbeddedStore(Closing):
    """Quads in memory (no folder), or in a folder that one instance may write or several may read.

    There is no time limit here: the engine cannot be told to stop. Whoever needs one runs the store in a process
    that can be ended. Queries of the union are answered from a copy in memory in which each triple of the union is
    there once; over a folder too large for that, the engine's own union gives a triple once for each of its graphs.
    """

    def __init__(self, folder: Path | None = None, *, read_only: bool = False) -> None:
        self._folder = StoreFolder(folder, read_only=read_only) if folder is not None else None
        self._read_only = read_only
        self._version = self._folder.version if self._folder else DataVersion()
        self._writing = Lock()
        self._merging = Lock()
        self._merged: MergedCopy | None = None
        try:
            self._engine: ox.Store | None = self._opened()
        except StoreUnavailable:
            if self._folder:
                self._folder.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether every write is refused."""
        return self._read_only

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
    ) -> Answer:
        """Answer a SPARQL 1.1 query as the store is at this moment; rows are computed as the answer is taken."""
        explicit = default_graphs is not None or named_graphs is not None
        clause = not explicit and has_dataset_clause(text)
        merged = None
        if len(default_graphs or ()) > 1 or clause or (union_default and not explicit):
            merged = self._current_merged()
        if merged is not None:
            return merged.query(
                text,
                formats=formats,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                union_default=union_default,
            )
        dataset: dict[str, object] = {"use_default_graph_as_union": union_default and not clause}
        if explicit:
            dataset = {"default_graph": nodes(default_graphs or ()), "named_graphs": nodes(named_graphs or ())}
        return answer_query(self._quads, text, formats, dataset)

    def merged_copy(self) -> MergedCopy:
        """Return a copy in memory of what the store holds at this moment, or of a moment later."""
        version = self._version.current
        with query_errors():
            return MergedCopy(self._quads, version)

    def update(self, text: str) -> None:
        """Carry out a SPARQL 1.1 update as one transaction."""
        with self._transaction(), query_errors():
            update(self._quads, text)

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        with query_errors():
            return sorted(node.value for node in self._quads.named_graphs() if isinstance(node, ox.NamedNode))

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name, be it empty."""
        with query_errors():
            return self._quads.contains_named_graph(node(name))

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the default graph for None."""
        source = self._existing(name)
        return Answer(Form.GRAPH, media, lambda output: self._dump(output, media, source))

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data; an empty graph is kept as a graph."""
        with data_errors(media):
            quads = ox.parse(data, rdf_format(media), base_iri=name, without_named_graphs=True)
            triples = [quad.triple for quad in quads]
        statements = "\n".join(
            f"{term_text(t.subject)} {term_text(t.predicate)} {term_text(t.object)} ." for t in triples
        )
        if name is None:
            self.update(f"DROP DEFAULT ; INSERT DATA {{ {statements} }}")
        else:
            target = f"GRAPH {iri_text(name)}"
            self.update(f"DROP SILENT {target} ; CREATE {target} ; INSERT DATA {{ {target} {{ {statements} }} }}")

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the default graph for None."""
        with self._transaction():
            self._quads.remove_graph(self._existing(name))

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset or graph; it is held in memory while it is read, but for the first into a folder."""
        with self._transaction(), data_errors(media):
            if self._folder is not None and next(iter(self._quads), None) is None:
                fill(self._quads, self._folder, data, rdf_format(media), graph, _target(graph))
            else:
                self._quads.load(data, rdf_format(media), base_iri=graph, to_graph=_target(graph))

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, together or not at all."""
        if graphs:
            self.update(replacement(graphs))

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD."""
        require_dataset_format(media)
        return Answer(Form.GRAPH, media, lambda output: self._dump(output, media, None))

    def size(self) -> int:
        """Return the number of quads; it counts them."""
        return len(self._quads)

    @property
    def has_many(self) -> HasMany:
        """What says whether so many quads are like this."""
        return counting(self._quads)

    def version(self) -> str:
        """Return a text that is another after every write."""
        return self._version.current

    def union_changes(self, version: str) -> UnionChanges | None:
        """In what the union differs from that of another version: in nothing from its own; None: not known here."""
        return {} if version == self._version.current else None

    def changed_since(self, version: str) -> None:
        """Return None: what another version said is not known here."""

    def excerpt(self, graphs: Mapping[str, Sequence[str] | None], target: Path) -> str | None:
        """Make `target` a folder with these graphs as they all are at one moment, and return the version of then.

        Of a graph all, or what it says of the things that are named.

        None, and perhaps half a folder, where that would take long: a write is under way, or they are large.
        """
        if not self._writing.acquire(timeout=_GLANCE):
            return None
        try:
            with query_errors():
                write_excerpt(self._quads, graphs, target)
            return self._version.current
        except TooMuch:
            return None
        finally:
            self._writing.release()

    def checkpoint(self, target: Path) -> str:
        """Make `target` a store's folder that holds what this one holds now, and return its version.

        Files that the engine does not change are shared by hard links. A write in another thread is not waited
        for: where it ends at this very moment, the copy holds it already and is called by the version before it.
        """
        if self._folder is None:
            raise StoreUnavailable("A store in memory has no checkpoints.")
        version = self._version.current
        with query_errors():
            target.mkdir(parents=True)
            self._quads.backup(str(target / "quads"))
        mark_version(target, version)
        return version

    def close(self) -> None:
        """Let go of the folder."""
        with self._writing:
            if self._engine is not None and self._folder is not None and not self._read_only:
                settle(self._engine, self._folder)
            self._engine = self._merged = None  # its files are closed when the last answer still being read is done
            if self._folder is not None:
                self._folder.close()
                self._folder = None

    @property
    def _quads(self) -> ox.Store:
        if self._engine is None:
            raise StoreUnavailable("The store is closed.")
        return self._engine

    def _opened(self) -> ox.Store:
        return ox.Store() if self._folder is None else opened(self._folder, read_only=self._read_only)

    def _current_merged(self) -> MergedCopy | None:
        """The copy of this version, made when it is first asked for; None where the folder is too large."""
        with self._merging:
            if self._merged is None or self._merged.version() != self._version.current:
                if self._folder is not None and self._folder.quads_bytes() > MERGED_BYTES:
                    return None
                self._merged = self.merged_copy()
            return self._merged

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One write at a time: the version is reserved before it and current after it; a failed one changes nothing."""
        with self._writing:
            if self._read_only:
                raise ReadOnly("The store is open for reading only.")
            if self._engine is None:
                raise StoreUnavailable("The store is closed.")
            if self._folder is None:
                self._version.reserve()
            else:
                self._folder.reserve()
            yield
            self._acknowledge()
            self._version.commit()

    def _acknowledge(self) -> None:
        """Have the write on disk, and on record, before anybody is told that it is kept."""
        if self._folder is None:
            return
        try:
            self._folder.checksums.note()
        except OSError as error:
            raise OutcomeUnknown(f"The write was made, but perhaps not kept: {error.strerror}.") from error

    def _existing(self, name: str | None) -> ox.NamedNode | ox.DefaultGraph:
        if name is not None and not self.has_graph(name):
            raise UnknownGraph(f"There is no graph <{name}>.")
        return _target(name)

    def _dump(self, output: BinaryIO, media: Format, source: ox.NamedNode | ox.DefaultGraph | None) -> None:
        with query_errors():
            self._quads.dump(output, rdf_format(media), from_graph=source)


def _target(name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    return ox.DefaultGraph() if name is None else node(name)
