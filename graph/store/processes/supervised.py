"""The store whose work is done by processes that can be ended, so that every query ends and the service stays."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from graph.store.answer import SPOOL_BYTES, Answer
from graph.store.closing import Closing
from graph.store.errors import QuerySyntaxError, ReadOnly
from graph.store.formats import DEFAULT_FORMATS, Format, Formats
from graph.store.processes.asking import Readers, never
from graph.store.processes.at_hand import AtHand
from graph.store.processes.checkpoint import Checkpoint
from graph.store.processes.columnar import Columnar
from graph.store.processes.frozen import FrozenFolder
from graph.store.processes.indexing import Indexing
from graph.store.processes.limits import Limits, lowered
from graph.store.processes.parent import Nursery
from graph.store.processes.pool import Cancelled, Pool
from graph.store.processes.snapshots import Snapshots
from graph.store.processes.touched import Graphs, graphs_written, names_only
from graph.store.processes.wire import Offer
from graph.store.processes.writing import Writer
from graph.store.repetitions import each_once, joins_graphs
from graph.store.sparql_text import Statement, replacement


class SupervisedStore(Closing):
    """Quads in a folder, or in a temporary one that goes with the store, asked and changed through processes.

    A query sees every write acknowledged before it began. It is ended at its time limit, at its memory limit, when
    `cancelled` says that its asker has left, or when it brings the engine down; that costs its own process only.
    """

    def __init__(self, folder: Path | None = None, *, read_only: bool = False, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._read_only = read_only
        scratch = Path(tempfile.mkdtemp(prefix="plangraph-")) if folder is None else None
        self._nursery = Nursery(scratch)
        try:
            self._origin = self._open(folder or cast("Path", scratch), frozen=read_only and folder is not None)
            self._snapshots = Snapshots(self._origin, self._nursery, self._limits)
        except BaseException:
            self._nursery.close()
            raise
        self._pool = Pool(self._snapshots, self._limits)
        self._indexing = Indexing(self._snapshots)
        self._readers = Readers(self._pool, self._limits, self._indexing)
        self._at_hand = AtHand(
            self._readers.tabulate,
            self.version,
            self._origin.checkpoint,
            self._snapshots,
            self._origin.scratch,
            self._limits.at_hand_bytes,
        )
        self._columnar = Columnar(
            self._readers.write_columns,
            self._snapshots,
            self._origin.scratch,
            self._limits.at_hand_bytes,
        )

    @property
    def read_only(self) -> bool:
        """Whether every write is refused."""
        return self._read_only

    @property
    def limits(self) -> Limits:
        """How much a query or a write may take."""
        return self._limits

    @property
    def occupancy(self) -> dict[str, int | bool]:
        """How many readers are busy, slow and idle, how many queries wait, and where the newest data are at hand."""
        here = {"in_memory": self._snapshots.in_memory, "from_table": self._at_hand.is_table}
        in_columns = self._columnar.are_there
        if not self._snapshots.is_small and in_columns is not None:
            here["in_columns"] = in_columns
        return {**self._pool.occupancy, **here}

    @property
    def scratch(self) -> Path | None:
        """A folder for files that go with the store's use, or when the next one begins; None where there is none."""
        return self._origin.scratch

    @property
    def process_group(self) -> int:
        """The group of all processes of this store; another when the first of them was ended and started again."""
        return self._nursery.number

    def query(
        self,
        text: str,
        *,
        formats: Formats = DEFAULT_FORMATS,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
        union_default: bool = True,
        timeout: float | None = None,
        cancelled: Cancelled = never,
        as_set: bool = False,
    ) -> Answer:
        """Answer a SPARQL 1.1 query; `timeout` (seconds) may lower the limit.

        `cancelled` is called about ten times a second in the thread that waits, once the query is slow. An answer
        of more than a piece keeps its reader until it is read or closed; read and close it in one thread. A lookup of
        what is said of one thing may be answered in this process.

        As long as a large store is read from disk, a union of graphs has a triple once for each graph that states it.
        A query is then asked such that this does not show; where no way to do so is known, one that must be answered
        `as_set` waits for the copy in memory (raises Busy if that takes long), and others see repetitions.
        """
        columns: Offer | None = None
        if union_default and default_graphs is None and named_graphs is None:
            answer = self.look_up(text, formats)
            if answer is not None:
                return answer
            columns = self._columnar.offer(text)
        ask = partial(
            self._readers.query,
            formats=formats,
            dataset=(default_graphs, named_graphs),
            union_default=union_default,
            timeout=timeout,
            cancelled=cancelled,
            columns=columns,
        )
        if not joins_graphs(text, default_graphs, named_graphs, union_default=union_default):
            return ask(text)
        once = each_once(text) if self._snapshots.repeats else None
        if once is not None:
            with suppress(QuerySyntaxError):  # which is told of the text as it was sent
                return ask(once)
        return ask(text, copied=as_set)

    def look_up(self, text: str, formats: Formats) -> Answer | None:
        """Answer from the union of all graphs in this process; None for a query or a store that needs a reader."""
        return self._at_hand.answer(text, formats)

    def update(self, text: str, *, timeout: float | None = None) -> None:
        """Carry out a SPARQL 1.1 update as one transaction; `timeout` (seconds) may lower the limit."""
        self._write("update", {"text": text}, timeout=timeout, touches=graphs_written(text))

    def graph_names(self) -> list[str]:
        """Return the names of all named graphs, sorted."""
        names: list[str] = self._readers.value("graph_names")
        return names

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this name, be it empty."""
        return bool(self._readers.value("has_graph", name=name))

    def read_graph(self, name: str | None, media: Format = Format.TURTLE) -> Answer:
        """Return a named graph, or the default graph for None."""
        return self._readers.bulk("read_graph", media, name=name)

    def write_graph(self, name: str | None, data: bytes | BinaryIO, media: Format) -> None:
        """Make a graph hold exactly the data; an empty graph is kept as a graph."""
        self._write("write_graph", {"name": name, "media": media}, data, touches=names_only([name]))

    def remove_graph(self, name: str | None) -> None:
        """Remove a named graph, or empty the default graph for None."""
        self._write("remove_graph", {"name": name}, touches=names_only([name]))

    def load(self, data: bytes | BinaryIO, media: Format, graph: str | None = None) -> None:
        """Add a serialised dataset or graph."""
        touches = None if media.is_dataset else names_only([graph])
        self._write("load", {"graph": graph, "media": media}, data, touches=touches)

    def replace(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        """Make each of these named graphs hold exactly its triples, together or not at all."""
        if graphs:
            self._write("update", {"text": replacement(graphs)}, touches=names_only(graphs))

    def dump(self, media: Format = Format.N_QUADS) -> Answer:
        """Return everything, as N-Quads, TriG or JSON-LD."""
        return self._readers.bulk("dump", media)

    def size(self) -> int:
        """Return the number of quads; it counts them."""
        return int(self._readers.value("size"))

    def version(self) -> str:
        """Return the version of the last acknowledged write."""
        return self._origin.version

    def changed_since(self, version: str) -> frozenset[str] | None:
        """Return the things of which something else may be said than at a version, by IRI; None where it is unknown."""
        return self._snapshots.changed_since(version)

    def checkpoint(self) -> Checkpoint:
        """Make a folder that holds all that is acknowledged by now; it is the caller's to remove, if it is ours."""
        return self._origin.checkpoint()

    def exchange(self, fresh: Path) -> None:
        """Go on with the store in the folder `fresh`, whose files become ours; with ours if it does not open."""
        if self._read_only or isinstance(self._origin, FrozenFolder):
            raise ReadOnly("The store is open for reading only.")
        self._origin.exchange(fresh)

    def close(self) -> None:
        """End the write under way in order, and all processes; answers not yet read are lost."""
        self._indexing.close()
        self._at_hand.close()
        self._columnar.close()
        self._pool.close()
        self._origin.close()
        self._snapshots.close()
        self._nursery.close()

    def _open(self, folder: Path, *, frozen: bool) -> Writer | FrozenFolder:
        return FrozenFolder(folder) if frozen else Writer(self._nursery, folder, self._limits)

    def _write(
        self,
        method: str,
        arguments: Mapping[str, Any],
        data: bytes | BinaryIO | None = None,
        *,
        timeout: float | None = None,
        touches: Graphs = None,
    ) -> None:
        if self._read_only or isinstance(self._origin, FrozenFolder):
            raise ReadOnly("The store is open for reading only.")
        seconds = lowered(self._limits.bulk_seconds, timeout)
        if data is None or isinstance(data, bytes):
            held = None if data is None else BytesIO(data)
            self._origin.write(method, arguments, held, seconds=seconds, touches=touches)
            return
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as spool:  # so that no slow sender holds up the writer
            shutil.copyfileobj(data, spool)
            spool.seek(0)
            self._origin.write(method, arguments, cast("BinaryIO", spool), seconds=seconds, touches=touches)
