"""The W3C's evaluation tests, as far as columns answer them, where the checkout has them beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF

from graph.store.embedded import EmbeddedStore
from graph.store.embedded.columns.answering import Columns
from graph.store.embedded.columns.asking import read
from graph.store.embedded.columns.building import build_columns
from graph.store.embedded.columns.parsing import parse
from graph.store.embedded.columns.syntax import NotInColumns
from graph.store.formats import DEFAULT_FORMATS, Format

TESTS = Path(__file__).parents[3] / "shared" / "conformance" / "rdf-tests" / "sparql"
MEGABYTE = 1024 * 1024
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
ANSWERED = 105  # tests, or more, that the columns answer

pytestmark = pytest.mark.skipif(not TESTS.is_dir(), reason=f"the W3C tests are not at {TESTS}")


def test_what_columns_answer_is_answered_as_by_the_engine(tmp_path: Path) -> None:
    """Each evaluation test over a default graph: the rows are the engine's, or the columns leave it to the engine."""
    answered = 0
    for number, (data, queries) in enumerate(queries_by_data().items()):
        with EmbeddedStore() as store:
            store.load(f"@base <{data.as_uri()}> .\n{data.read_text('utf-8')}".encode(), Format.TURTLE)
            engine = store.merged_copy()
            build_columns(engine, tmp_path / f"{number}", 64 * MEGABYTE, 256 * MEGABYTE)
            columns = Columns(tmp_path / f"{number}", 256 * MEGABYTE)
            for text in queries:
                try:
                    [*columns.lines(read(text, always))]
                except NotInColumns:
                    continue
                answer = columns.answer(read(text, always), DEFAULT_FORMATS)
                assert answer is not None, text
                assert rows(answer.read()) == rows(engine.query(text).read()), text
                answered += 1
    assert answered >= ANSWERED, answered


def always(*_pattern: object) -> bool:
    """Every pattern counts as one of many triples, so that small data are answered from columns too."""
    return True


def rows(results: bytes) -> Counter[str]:
    """The rows of JSON results as a bag, without a LIMIT's freedom: these tests leave none."""
    return Counter(json.dumps(row, sort_keys=True) for row in json.loads(results)["results"]["bindings"])


def queries_by_data() -> dict[Path, list[str]]:
    """The queries of the evaluation tests that can be read, by the file of their default graph."""
    found: dict[Path, list[str]] = {}
    for manifest in sorted(TESTS.glob("sparql1*/*/manifest.ttl")):
        for data, query in read_manifest(manifest):
            with suppress(NotInColumns):
                parse(query.read_text("utf-8"))
                found.setdefault(data, []).append(query.read_text("utf-8"))
    return found


def read_manifest(manifest: Path) -> Iterator[tuple[Path, Path]]:
    """The data and the query of each evaluation test of a manifest that has a default graph and no other."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    for entries in graph.objects(None, MF.entries):
        for test in Collection(graph, entries):
            action: Any = graph.value(test, MF.action)
            data, query = graph.value(action, QT.data), graph.value(action, QT.query)
            is_plain = (test, RDF.type, MF.QueryEvaluationTest) in graph and not graph.value(action, QT.graphData)
            if is_plain and query is not None and str(data).endswith(".ttl"):
                yield path_of(str(data)), path_of(str(query))


def path_of(address: str) -> Path:
    """The path that a file: IRI names."""
    return Path(address.removeprefix("file://"))
