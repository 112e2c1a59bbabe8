"""What endpoints of others may do to a query, and what not."""

from __future__ import annotations

import json
import time
from contextlib import closing

import pytest
from stub_server import Asked, Said, Stub, saying, stub

from graph.store.elsewhere import endpoints
from graph.store.errors import QueryTimeout, QueryTooLarge, ServerFailed, StoreError, StoreUnavailable
from service.process.federation import MOST_TEXT, Federation

Cell = dict[str, str]


def results(variables: list[str], *rows: dict[str, Cell]) -> Said:
    """SPARQL JSON results."""
    return Said(json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}).encode())


def joined(running: Stub, query: str = "SELECT * {{ SERVICE <{}> {{ ?a ?b ?c }} }}", seconds: float = 5) -> str:
    """The query with what the server said in it."""
    address = f"{running.address}/sparql"
    with closing(Federation(endpoints(address), 1)) as federation:
        return federation.joined(query.format(address), seconds)[0]


def test_an_endpoint_is_asked_by_post_with_the_prologue_and_the_pattern() -> None:
    """What it is sent is a query of its own; what stands around the clause it is not told."""
    with saying(results(["a"], {"a": {"type": "uri", "value": "urn:x:1"}})) as running:
        text = joined(running, "PREFIX x: <urn:x:> SELECT ?a {{ ?a x:secret 1 SERVICE <{}> {{ ?a x:p 'a\\u0062' }} }}")
    (asked,) = running.asked
    assert asked.method == "POST"
    assert asked.form == [("query", "PREFIX x: <urn:x:> SELECT * { ?a x:p 'ab' }")]
    assert text == "PREFIX x: <urn:x:> SELECT ?a { ?a x:secret 1 { VALUES (?a) { (<urn:x:1>) } } }"


@pytest.mark.parametrize(
    "said",
    [
        results(["a) { } } INSERT"], {}),
        results(["a"], {"a": {"type": "uri", "value": "urn:x> } ; DROP ALL"}}),
        results(["a"], {"a": {"type": "literal", "value": "x", "datatype": "a b"}}),
        results(["a"], {"a": {"type": "literal", "value": "x", "xml:lang": "en } "}}),
        Said(b'{"head":{},"boolean":true}'),
        Said(b"<html>", media="text/html"),
        Said(b'{"head":{"vars":["a"]},"results":{"bindings":[', length=4000),
        Said(b"broken", status=500),
    ],
)
def test_what_is_no_answer_gets_into_no_query(said: Said) -> None:
    """Names, IRIs, datatypes, tags that are none; other results, half of them, failures: nothing of it is believed."""
    with saying(said) as running, pytest.raises((ServerFailed, StoreUnavailable)):
        joined(running)


def test_a_string_stays_a_string() -> None:
    """Whatever is in it."""
    with saying(results(["a"], {"a": {"type": "literal", "value": '"} \\u0022 \n DROP'}})) as running:
        assert 'DROP") } } }' in joined(running)


def test_a_redirect_is_not_followed() -> None:
    """Where it leads nobody is asked."""
    with saying(results([])) as other:
        elsewhere = Said(b"", status=307, headers={"Location": f"{other.address}/sparql"})
        with saying(elsewhere) as running, pytest.raises(StoreUnavailable, match="moved"):
            joined(running)
    assert other.asked == []


def test_an_endpoint_has_the_time_that_is_left() -> None:
    """One that is slow is given up; SILENT or not, the query's own limit holds."""

    def slow(_: Asked) -> Said:
        time.sleep(1)
        return results([])

    with stub(slow) as running:
        for silent in ("", "SILENT "):
            with pytest.raises(QueryTimeout):
                joined(running, f"SELECT * {{{{ SERVICE {silent}<{{}}> {{{{ ?a ?b ?c }}}} }}}}", 0.2)


def test_more_rows_than_fit_are_refused() -> None:
    """In a sentence that says what to do."""
    long: dict[str, Cell] = {"a": {"type": "literal", "value": "x" * (MOST_TEXT + 1)}}
    with saying(results(["a"], long)) as running, pytest.raises(QueryTooLarge, match="ask for fewer"):
        joined(running)


def test_only_so_many_are_asked_at_once() -> None:
    """One more is told to try again."""
    with saying(results([])) as running:
        address = f"{running.address}/sparql"
        with pytest.raises(StoreError, match="try again"):
            Federation(endpoints(address), 0).joined(f"SELECT * {{ SERVICE <{address}> {{ }} }}", 5)
