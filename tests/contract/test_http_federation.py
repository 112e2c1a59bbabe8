"""SERVICE: the endpoints on the list are asked, all others are not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from graph.store.factory import open_store
from graph.store.formats import Format
from service.app import create_app
from service.process.stores import served
from service.settings import Settings

OURS = """PREFIX : <urn:x:> :九星 :name "九星" ; :size 3 . :沪星 :name "沪星" ; :size 5 ."""
THEIRS = """PREFIX : <urn:x:>
:九星 :people 4200 ; :motto "守正\\\\u0021 \\"创新\\""@zh ; :near [ :name "a field" ] .
:红明 :people 7 ."""
NOBODY = "http://127.0.0.1:9/sparql"  # discard, where nobody listens


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    """The address of another endpoint, over HTTP."""
    with open_store() as store:
        store.load(THEIRS.encode(), Format.TURTLE, "urn:x:theirs")
        app = create_app(Settings(), store)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        server.shutdown()
        thread.join()
        app.extensions["plangraph"].searching.stop()


@pytest.fixture(scope="module")
def asking(other: str) -> Iterator[FlaskClient]:
    """A client of a service that may ask it, and one that is not there; its queries are run by processes."""
    settings = Settings(store=":memory:", services=f"{other} {NOBODY}", query_seconds=10)
    store = served(settings)
    store.load(OURS.encode(), Format.TURTLE, "urn:x:ours")
    app = create_app(settings, store)
    yield app.test_client()
    app.extensions["plangraph"].federation.close()
    app.extensions["plangraph"].searching.stop()
    store.close()


def rows(client: FlaskClient, query: str) -> list[dict[str, Any]]:
    """The rows of an answer, each value as the results say it."""
    answer = client.get("/sparql", query_string={"query": f"PREFIX : <urn:x:> {query}"})
    assert answer.status_code == 200, answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    bindings: list[dict[str, Any]] = answer.get_json(force=True)["results"]["bindings"]
    return bindings


def test_what_another_says_joins_what_we_say(asking: FlaskClient, other: str) -> None:
    """Values are joined as if they stood in one place, whatever stands beside and behind the clause."""
    query = f"SELECT ?name ?people {{ ?x :name ?name SERVICE <{other}> {{ ?x :people ?people }} }}"
    assert [(row["name"]["value"], row["people"]["value"]) for row in rows(asking, query)] == [("九星", "4200")]
    counted = (
        f"SELECT (SUM(?people * ?size) AS ?n) {{ {{ SERVICE <{other}> {{ ?x :people ?people }} }} ?x :size ?size }}"
    )
    assert rows(asking, counted)[0]["n"]["value"] == "12600"
    optional = f"SELECT ?name ?people {{ ?x :name ?name OPTIONAL {{ SERVICE <{other}> {{ ?x :people ?people }} }} }}"
    assert sorted("people" in row for row in rows(asking, optional)) == [False, True]


def test_terms_come_as_they_are(asking: FlaskClient, other: str) -> None:
    """Language, escapes, datatype, what is unbound; a blank node has a name here, the same wherever it stands."""
    query = f"""SELECT ?motto ?none (DATATYPE(?people) AS ?type) {{
      SERVICE <{other}> {{ ?x :motto ?motto ; :people ?people OPTIONAL {{ ?x :none ?none }} }} }}"""
    (row,) = rows(asking, query)
    assert row["motto"] == {"type": "literal", "value": '守正\\u0021 "创新"', "xml:lang": "zh"}
    assert row["type"]["value"].endswith("#integer")
    assert "none" not in row
    (row,) = rows(asking, f"SELECT ?a ?b {{ SERVICE <{other}> {{ ?x :near ?a . ?a :name ?b . ?x ?p ?a }} }}")
    assert row["a"]["type"] == "uri"


def test_prefixes_and_nested_groups_are_the_clause_s_own(asking: FlaskClient, other: str) -> None:
    """Brackets in strings, comments and IRIs close no clause; two clauses are two."""
    query = f"""SELECT ?people ?size {{ # SERVICE <urn:x:no> {{
      SERVICE SILENT <{other}> {{ {{ ?x :people ?people FILTER(STR(?people) != "}}") }} }}
      ?x :size ?size SERVICE <{other}> {{ ?x :motto ?m }} }}"""
    assert [(row["people"]["value"], row["size"]["value"]) for row in rows(asking, query)] == [("4200", "3")]


def test_who_is_not_on_the_list_is_not_asked(asking: FlaskClient, other: str) -> None:
    """Another address, a longer one, one in a variable: 403, and nothing with SILENT."""
    for target in (other.replace("/sparql", "/query"), f"{other}/", "http://data.example/sparql"):
        query = f"SELECT * {{ SERVICE <{target}> {{ ?x :people ?n }} }}"
        assert asking.get("/sparql", query_string={"query": f"PREFIX : <urn:x:> {query}"}).status_code == 403
        assert rows(asking, query.replace("SERVICE", "SERVICE SILENT")) == [{}]
    query = f"PREFIX : <urn:x:> SELECT * {{ VALUES ?e {{ <{other}> }} SERVICE ?e {{ ?x :people ?n }} }}"
    assert asking.get("/sparql", query_string={"query": query}).status_code == 403


def test_an_endpoint_that_is_away_is_told_unless_silence_is_wanted(asking: FlaskClient) -> None:
    """503 in a sentence; with SILENT one solution that binds nothing."""
    query = f"SELECT * {{ SERVICE <{NOBODY}> {{ ?x ?p ?o }} }}"
    answer = asking.get("/sparql", query_string={"query": query})
    assert (answer.status_code, NOBODY in answer.get_json(force=True)["detail"]) == (503, True)
    assert rows(asking, query.replace("SERVICE", "SERVICE SILENT")) == [{}]


def test_the_service_description_says_whether_others_are_asked(asking: FlaskClient, client: FlaskClient) -> None:
    """sd:BasicFederatedQuery where there is a list."""
    told = [one.get("/sparql", headers={"Accept": "text/turtle"}).text for one in (asking, client)]
    assert ["BasicFederatedQuery" in text for text in told] == [True, False]
