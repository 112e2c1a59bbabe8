"""Says in one format what came in another, for servers that read or write fewer of them, or not as the standards do."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from graph.store.answer import Cell, read_boolean, read_table
from graph.store.embedded import EmbeddedStore
from graph.store.formats import Form, Format
from graph.store.sparql_text import iri_text, literal_text


def convert_results(form: Form, results: bytes, media: Format, output: BinaryIO) -> None:
    """Write SPARQL JSON results as CSV or TSV."""
    if form is Form.BOOLEAN:
        output.write(b"true" if read_boolean(results) else b"false")
        return
    table = read_table(results)
    text = io.TextIOWrapper(output, "utf-8", newline="", write_through=True)
    if media is Format.CSV:
        rows = csv.writer(text)
        rows.writerow(table.variables)
        rows.writerows([_bare(cell) for cell in row] for row in table.rows)
    else:
        text.write("\t".join(f"?{name}" for name in table.variables) + "\n")
        text.writelines("\t".join(map(_term, row)) + "\n" for row in table.rows)
    text.detach()


def convert_graph(data: bytes, given: Format, media: Format, output: BinaryIO) -> None:
    """Write a serialised graph in another format."""
    with EmbeddedStore() as graph:
        graph.load(data, given)
        graph.read_graph(None, media).write(output)


def convert_dataset(data: bytes, given: Format, media: Format, output: BinaryIO) -> None:
    """Write a serialised dataset in another format."""
    with EmbeddedStore() as quads:
        quads.load(data, given)
        quads.dump(media).write(output)


def split_graphs(data: bytes | BinaryIO, media: Format, graph: str | None) -> dict[str | None, bytes]:
    """Read a serialised graph or dataset into the N-Triples of each graph; raises DataSyntaxError."""
    with EmbeddedStore() as read:
        read.load(data, media, graph)
        found = {name: read.read_graph(name, Format.N_TRIPLES).read() for name in (None, *read.graph_names())}
    return {name: triples for name, triples in found.items() if triples}


def _bare(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "bnode":
        return "_:" + cell.value.removeprefix("_:").removeprefix("nodeID://")  # as Virtuoso calls them
    return cell.value


def _term(cell: Cell | None) -> str:
    if cell is None or cell.kind == "bnode":
        return _bare(cell)
    if cell.kind == "uri":
        return iri_text(cell.value)
    return literal_text(cell.value, cell.datatype, cell.language)
