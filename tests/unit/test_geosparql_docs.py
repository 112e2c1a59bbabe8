"""The examples of docs/geosparql.md, run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.geo.names import AGGREGATE_NAMES, FUNCTION_NAMES, OUR_FUNCTION_NAMES, RELATION_NAMES
from graph.store.base import select
from graph.store.embedded import EmbeddedStore
from graph.store.formats import Format

TEXT = (Path(__file__).parents[2] / "docs" / "geosparql.md").read_text("utf-8")
DATA = re.findall(r"```turtle\n(.*?)```", TEXT, re.DOTALL)[0]
EXAMPLES = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)
ROWS = (3, 1, 2, 3, 1)  # the station itself among what is near it, the area among what lies in it


@pytest.mark.parametrize(("example", "rows"), list(zip(EXAMPLES, ROWS, strict=True)), ids=range(len(ROWS)))
def test_an_example_answers(example: str, rows: int) -> None:
    """With as many rows as the four things of the page's own data give, and every column bound."""
    store = EmbeddedStore()
    store.load(DATA.encode(), Format.TURTLE)
    found = select(store, example).rows
    assert len(found) == rows
    assert all(cell is not None for row in found for cell in row)


def test_every_function_is_named() -> None:
    """In the tables."""
    named = set(re.findall(r"\w+", TEXT))
    assert {*RELATION_NAMES, *FUNCTION_NAMES, *AGGREGATE_NAMES, *OUR_FUNCTION_NAMES} <= named
