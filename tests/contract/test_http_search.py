"""/search, its suggestions and its OpenSearch description, over the example plan."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from graph.store.base import Store
from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes
from service.app import create_app
from service.settings import Settings

HTML = {"Accept": "text/html", "Accept-Language": "zh"}
GRAPH = "http://localhost:8080/graph/plan/yunxi-2024-2026"
TEXT = "http://localhost:8080/id/text/yunxi-2024-2026"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
UNIT = (
    "PREFIX plan: <https://w3id.org/plangraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "INSERT DATA { GRAPH <urn:more> { <http://localhost:8080/id/unit/yunxi/lvyouban> a plan:Unit ; "
    'rdfs:label "旅游办"@zh } }'
)

INDEXED = 60  # seconds in which the index for searching must be there


@pytest.fixture
def changing() -> Iterator[tuple[Store, FlaskClient]]:
    """A store of its own with the example plan, and a client of the service over it."""
    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, GRAPH)
        app = create_app(Settings(), store)
        yield store, app.test_client()
        app.extensions["plangraph"].searching.stop()


def found(client: FlaskClient, text: str, **query: str | int) -> list[str]:
    """What is found, by name."""
    return [hit["matched"] for hit in client.get("/search", query_string={"q": text, **query}).get_json()["results"]]


def test_results_for_programs(client: FlaskClient) -> None:
    """The list, best first, with counts by kind, marks, addresses and the version of the data."""
    content = client.get("/search", query_string={"q": "茶节"}).get_json()
    assert [(hit["kind"], hit["match"], hit["matched"], hit["marks"]) for hit in content["results"]] == [
        ("event", "part", "云溪茶节", [[2, 4]]),
        ("task", "part", "办好云溪茶节", [[4, 6]]),
        ("sentence", "text", "(1)办好云溪茶节。", [[7, 9]]),
        (
            "sentence",
            "text",
            "在云溪老街举办云溪茶节,擦亮“云溪春”品牌,发展茶产业,推进茶馆修缮项目,落实《云溪茶园保护办法》,实施“茶农课堂”计划,"
            "用好茶文化馆,依托云溪茶业协会,力争2026年5月底前新建3-5个茶驿站,培训茶农200人。",
            [[9, 11]],
        ),
    ]
    assert content["total"] == 4
    assert [(kind["kind"], kind["total"]) for kind in content["kinds"]] == [("event", 1), ("task", 1), ("sentence", 2)]
    assert content["results"][0]["address"] == "http://localhost/doc/event/yunxi/yunxichajie"
    assert content["results"][1]["number"] == "2.1.1.1"
    assert content["next"] is None
    assert content["current"]


def test_a_sentence_leads_to_its_place_in_the_plan(client: FlaskClient) -> None:
    """Its address names the characters, which are the sentence's own; the page of the text is there."""
    hit = client.get("/search", query_string={"q": "定期听取", "kind": "sentence"}).get_json()["results"][0]
    address = urlsplit(hit["address"])
    assert hit["matched"] == "镇政府定期听取进展情况。"
    assert address.fragment == f"char={hit['start']},{hit['end']}"
    assert hit["end"] - hit["start"] == len(hit["matched"])
    assert client.get(address.path, headers=HTML).status_code == HTTPStatus.OK
    page = client.get("/search", query_string={"q": "定期听取"}, headers=HTML).get_data(as_text=True)
    assert f'href="/doc/text/yunxi-2024-2026#char={hit["start"]},{hit["end"]}"' in page


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nongye", "农业办"),
        ("nyb", "农业办"),
        ("农夜", "农业办"),
        ("Agri", "农业办"),
        ("museum", "茶文化馆"),
        ("wenhuaguan", "茶文化馆"),
    ],
)
def test_suggestions_as_one_types(client: FlaskClient, typed: str, name: str) -> None:
    """Pinyin, initials, a homophone and English lead to the name; the answer says what kind of thing it is."""
    suggestions = client.get("/search/suggest", query_string={"q": typed, "lang": "zh"}).get_json()["suggestions"]
    assert suggestions[0]["title"] == name
    assert suggestions[0]["kind_name"] in ("单位", "设施")
    assert client.get(urlsplit(suggestions[0]["address"]).path).status_code == HTTPStatus.OK


def test_suggestions_for_browsers(client: FlaskClient) -> None:
    """The array of the OpenSearch suggestions extension, in its media type."""
    response = client.get("/search/suggest", query_string={"q": "农业", "format": "suggestions", "lang": "zh"})
    assert response.content_type == "application/x-suggestions+json"
    assert json.loads(response.data) == ["农业", ["农业办"], ["单位"], ["http://localhost/doc/unit/yunxi/nongyeban"]]


def test_the_description_for_browsers(client: FlaskClient) -> None:
    """It is OpenSearch 1.1, every page names it, and its addresses answer."""
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    root = etree.fromstring(response.data)
    assert root.tag == f"{OPEN_SEARCH}OpenSearchDescription"
    assert len(root.findtext(f"{OPEN_SEARCH}ShortName")) <= 16
    for url in root.iter(f"{OPEN_SEARCH}Url"):
        address = url.get("template").replace("{searchTerms}", "%E8%8C%B6").replace("{count?}", "3")
        answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK
        if "json" in url.get("type"):
            assert answer.mimetype == url.get("type")
    assert 'type="application/opensearchdescription+xml"' in client.get("/", headers=HTML).get_data(as_text=True)


def test_pages_for_people(client: FlaskClient) -> None:
    """Grouped by kind with counts, marked, in both languages; the box keeps what was typed."""
    page = client.get("/search", query_string={"q": "茶节"}, headers=HTML).get_data(as_text=True)
    assert "<h1>搜索“茶节”</h1>" in page
    assert '<a href="/doc/event/yunxi/yunxichajie">云溪<mark>茶节</mark></a>' in page
    assert page.index(">活动 <") < page.index(">原文 <")
    assert 'name="q" id="search"' in page
    assert 'value="茶节"' in page
    english = client.get("/search", query_string={"q": "tea", "lang": "en"}, headers=HTML).get_data(as_text=True)
    assert "Museum of <mark>Tea</mark> Culture" in english
    assert '<input type="hidden" name="lang" value="en">' in english


def test_what_is_typed_is_text_in_the_page(client: FlaskClient) -> None:
    """Markup in a query is shown, not obeyed."""
    page = client.get("/search", query_string={"q": '<script>"云溪'}, headers=HTML).get_data(as_text=True)
    assert "<script>&#34;" not in page
    assert "&lt;script&gt;&#34;云溪" in page


def test_the_form_without_a_query(client: FlaskClient) -> None:
    """A browser gets the form and how to use it; a program is told what is missing."""
    assert "jiuxing" in client.get("/search", headers=HTML).get_data(as_text=True)
    page = client.get("/search", query_string={"q": "?!"}, headers=HTML)
    assert (page.status_code, "没有可以搜索的字" in page.get_data(as_text=True)) == (HTTPStatus.OK, True)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "q is missing"),
        ({"q": ""}, "q is missing"),
        ({"q": "?!…"}, "no letter, digit or Chinese character"),
        ({"q": "\x00"}, "no letter, digit or Chinese character"),
        ({"q": "😀"}, "no letter, digit or Chinese character"),
        ({"q": "茶" * 1000}, "1000 characters; at most 200"),
        ({"q": "茶", "kind": "tea"}, "no kind 'tea'"),
        ({"q": "茶", "limit": "0"}, "limit must be a whole number from 1 to 100"),
        ({"q": "茶", "limit": "1e9"}, "limit must be a whole number"),
        ({"q": "茶", "offset": "-1"}, "offset must be a whole number"),
    ],
)
def test_bad_input_is_one_sentence(client: FlaskClient, query: dict[str, str], says: str) -> None:
    """400 with what is wrong and what would fit."""
    response = client.get("/search", query_string=query)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert says in response.get_json()["detail"]


@given(st.text(max_size=220))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_query_is_a_fault_of_ours(client: FlaskClient, text: str) -> None:
    """Whatever is typed is answered or refused, as a page, as JSON and as suggestions."""
    query = {"q": text.encode("utf-8", "replace").decode()}
    for address, headers in (("/search", {}), ("/search", HTML), ("/search/suggest", {})):
        assert client.get(address, query_string=query, headers=headers).status_code in (200, 400)


def test_next_leads_through_everything_and_stops(client: FlaskClient) -> None:
    """Following `next` gives every result once."""
    address, seen = "/search?q=%E4%BA%91%E6%BA%AA&limit=3", []
    while address:
        content = client.get(address).get_json()
        seen += [(hit["iri"], hit["matched"]) for hit in content["results"]]
        address = content["next"]
    assert len(seen) == len(set(seen)) == content["total"]
    assert content["total"] > 6


def test_an_answer_is_tagged_with_its_version(client: FlaskClient) -> None:
    """Who has the answer already gets 304; another language is another answer."""
    first = client.get("/search", query_string={"q": "茶"})
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/search", query_string={"q": "茶"}, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    other = client.get("/search", query_string={"q": "茶"}, headers={"Accept-Language": "en"})
    assert other.headers["ETag"] != first.headers["ETag"]
    assert {"Accept", "Accept-Language"} <= set(first.vary)


def test_a_write_is_found_within_seconds(changing: tuple[Store, FlaskClient]) -> None:
    """Until the index has it, the answer says that it is of an older version, and is kept nowhere."""
    store, client = changing
    assert client.application.extensions["plangraph"].searching.start().wait(INDEXED) is not None
    assert found(client, "旅游办") == []
    store.update(UNIT)
    content = client.get("/search", query_string={"q": "旅游办"})
    if not content.get_json()["current"]:
        assert content.headers["Cache-Control"] == "no-store"
    deadline = time.monotonic() + INDEXED
    while not found(client, "旅游办") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found(client, "旅游办") == ["旅游办"]
    store.remove_graph("urn:more")
    while found(client, "旅游办") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found(client, "旅游办") == []


def test_an_empty_store_finds_only_questions(writer: FlaskClient) -> None:
    """With nothing in the store there is nothing to find but the catalogue."""
    assert writer.application.extensions["plangraph"].searching.start().wait(INDEXED) is not None
    content = writer.get("/search", query_string={"q": "单位"}).get_json()
    assert {hit["kind"] for hit in content["results"]} == {"question"}
    question = content["results"][0]
    assert urlsplit(question["address"]).path.startswith("/questions/")


def test_without_an_index_one_is_asked_to_come_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with Retry-After as long as the first index is being made."""
    searching = app.extensions["plangraph"].searching
    monkeypatch.setattr(type(searching.start()), "wait", lambda _self, _seconds: None)
    response = app.test_client().get("/search?q=x")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.headers["Retry-After"] == "5"
    assert "being made" in response.get_json()["detail"]
