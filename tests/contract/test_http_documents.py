"""/id/… and /doc/…: linked data."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Literal, URIRef

from ontology.namespaces import OA, ONTOLOGY

BASE = "http://localhost:8080/"
TASK = "task/yunxi-2024-2026/2.1.1.1"
PLACE = "place/yunxi/yunxilaojie"
TEXT = "text/yunxi-2024-2026"
HTML = {"Accept": "text/html"}


class Content(HTMLParser):
    """What stands in the element #text of a page, and the ids and links inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.ids: dict[str, str | None] = {}
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's signature
        """Enter the element `tag`, and note its name and link."""
        given = dict(attrs)
        if self._depth or given.get("id") == "text":
            self._depth += 1
            if name := given.get("id"):
                self.ids[name] = given.get("href")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        """Leave it."""
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        """Keep its text."""
        if self._depth:
            self.text += data


def test_a_thing_leads_to_its_document(client: FlaskClient) -> None:
    """A thing answers 303 with the address of its document, and keeps the query of the address."""
    response = client.get(f"/id/{TASK}")
    assert (response.status_code, response.headers["Location"]) == (303, f"/doc/{TASK}")
    assert client.get(f"/id/{TASK}?lang=en").headers["Location"] == f"/doc/{TASK}?lang=en"
    assert client.get("/id/unit/yunxi/农业办").headers["Location"] == "/doc/unit/yunxi/%E5%86%9C%E4%B8%9A%E5%8A%9E"


@pytest.mark.parametrize(
    ("accept", "suffix", "mime", "parser"),
    [
        ("text/turtle", ".ttl", "text/turtle", "turtle"),
        ("application/n-triples", ".nt", "application/n-triples", "nt"),
        ("application/rdf+xml", ".rdf", "application/rdf+xml", "xml"),
    ],
)
def test_a_document_has_every_format(client: FlaskClient, accept: str, suffix: str, mime: str, parser: str) -> None:
    """The Accept header and the suffix give the same graph, which says what the plan says of the thing."""
    negotiated = client.get(f"/doc/{TASK}", headers={"Accept": accept})
    named = client.get(f"/doc/{TASK}{suffix}", headers=HTML)
    assert negotiated.mimetype == named.mimetype == mime
    graph = Graph().parse(data=named.data, format=parser)
    task = URIRef(f"{BASE}id/{TASK}")
    assert (task, ONTOLOGY.responsibleUnit, URIRef(f"{BASE}id/unit/yunxi/nongyeban")) in graph
    assert (task, ONTOLOGY.inArea, URIRef(f"{BASE}id/place/yunxi/yunxizhen")) in graph
    assert len(Graph().parse(data=negotiated.data, format=parser)) == len(graph)


def test_json_ld_is_compact(client: FlaskClient) -> None:
    """JSON-LD uses our prefixes."""
    response = client.get(f"/doc/{PLACE}.jsonld")
    assert response.content_type == "application/ld+json"
    things = {thing["@id"]: thing for thing in json.loads(response.data)["@graph"]}
    assert things[f"{BASE}id/{PLACE}"]["plan:within"] == {"@id": f"{BASE}id/place/yunxi/yunxizhen"}


def test_the_graph_holds_both_directions_and_the_evidence(client: FlaskClient) -> None:
    """What refers to a place, and where the text names it, is in the place's graph."""
    graph = Graph().parse(data=client.get(f"/doc/{PLACE}.ttl").data, format="turtle")
    place = URIRef(f"{BASE}id/{PLACE}")
    assert (URIRef(f"{BASE}id/facility/yunxi/chawenhuaguan"), ONTOLOGY.locatedAt, place) in graph
    assert list(graph.objects(None, OA.exact)) == [Literal("云溪老街")]
    assert [str(value) for value in graph.objects(None, OA.start)] == ["128"]


def test_links_between_formats_are_in_the_headers(client: FlaskClient) -> None:
    """Link headers name the canonical address, the description and every other format."""
    links = client.get(f"/doc/{TASK}", headers=HTML).headers.get_all("Link")
    assert f'</doc/{TASK}>; rel="canonical"' in links
    assert f'</doc/{TASK}.ttl>; rel="describedby"; type="text/turtle"' in links
    for suffix, mime in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("html", "text/html")):
        assert f'</doc/{TASK}.{suffix}>; rel="alternate"; type="{mime}"' in links


def test_the_page_says_what_is_stated_and_where(client: FlaskClient) -> None:
    """The page of a task has its title, path, units, and the characters of the plan that name them."""
    page = client.get(f"/doc/{TASK}", headers=HTML).get_data(as_text=True)
    assert "<h1>办好云溪茶节</h1>" in page
    assert '<a href="/doc/section/yunxi-2024-2026/2.1.1">擦亮茶品牌</a>' in page
    assert '<a href="/doc/unit/yunxi/nongyeban">农业办</a>' in page
    assert f'<a href="/doc/{TEXT}#char=240,243">「农业办」</a>' in page


def test_the_page_marks_what_is_inferred(client: FlaskClient) -> None:
    """A statement that only reasoning found is marked, one that the plan states is not."""
    page = client.get(f"/doc/{TASK}", headers=HTML).get_data(as_text=True)
    inferred = re.findall(r'<li class="inferred">\s*<a href="([^"]*)"', page)
    assert inferred == ["/doc/place/yunxi/yunxizhen"]


def test_the_page_reads_inverses_backwards(client: FlaskClient) -> None:
    """What refers to a thing stands on its page under the property it is referred to by."""
    page = client.get(f"/doc/{PLACE}", headers=HTML).get_data(as_text=True)
    assert "以它为“涉及地点”的" in page
    assert '<a href="/doc/facility/yunxi/chawenhuaguan">茶文化馆</a>' in page


def test_a_page_is_in_the_readers_language(client: FlaskClient) -> None:
    """English by ?lang=en or by the browser's wish, and links keep a language that was chosen by link."""
    chosen = client.get(f"/doc/{PLACE}?lang=en", headers=HTML)
    assert "<h1>Yunxi Old Street</h1>" in chosen.get_data(as_text=True)
    assert '<html lang="en">' in chosen.get_data(as_text=True)
    assert "/doc/place/yunxi/yunxizhen?lang=en" in chosen.get_data(as_text=True)
    wished = client.get(f"/doc/{PLACE}", headers={**HTML, "Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"})
    assert "<h1>Yunxi Old Street</h1>" in wished.get_data(as_text=True)
    assert "Accept-Language" in wished.headers["Vary"]
    assert "<h1>云溪老街</h1>" in client.get(f"/doc/{PLACE}", headers=HTML).get_data(as_text=True)


def test_a_copy_that_is_current_is_not_sent_again(client: FlaskClient) -> None:
    """The ETag of a page answers 304, for that format and language only."""
    first = client.get(f"/doc/{TASK}", headers=HTML)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/doc/{TASK}", headers={**HTML, **tag}).status_code == 304
    assert client.get(f"/doc/{TASK}", headers={"Accept": "text/turtle", **tag}).status_code == 200
    assert client.get(f"/doc/{TASK}", headers={**HTML, **tag, "Accept-Language": "en"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("task/yunxi-2024-2026/2.1.1.9", "task/yunxi-2024-2026/2.1.1.1"),
        ("unit/yunxi/nongyebann", "unit/yunxi/nongyeban"),
        ("unit/yunxi/农业办", "unit/yunxi/nongyeban"),
        ("project/yunxi/云溪老街", PLACE),
        ("task/yunxi-2024-2026/2.1.7.1", "section/yunxi-2024-2026/2.1"),
    ],
)
def test_what_is_not_there_says_what_is_near(client: FlaskClient, path: str, near: str) -> None:
    """A 404 names things that are spelt alike, called so, or would hold it."""
    for headers in (HTML, {"Accept": "text/turtle"}):
        response = client.get(f"/doc/{path}", headers=headers)
        assert response.status_code == 404
    problem = client.get(f"/doc/{path}").get_json()
    assert f"{BASE}id/{near}" in [thing["value"] for thing in problem["near"]]


@pytest.mark.parametrize(
    "path", ["x", "task/a b", "task/<x>", "task/%22", "task/..", "a" * 3000, "task/p/1?page=2", "%FF"]
)
def test_nonsense_is_not_found(client: FlaskClient, path: str) -> None:
    """Whatever stands after /doc/, the answer is a 404 and not a fault."""
    assert client.get(f"/doc/{path}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1" * 20, "١"])
def test_a_page_is_a_number(client: FlaskClient, page: str) -> None:
    """?page= takes whole numbers from 1."""
    assert client.get(f"/doc/{PLACE}", query_string={"page": page}).status_code == 400


def test_the_page_of_a_text_is_the_text(client: FlaskClient) -> None:
    """The page holds the text to the character, with an anchor for each citation and a link to what it names."""
    graph = Graph().parse(data=client.get(f"/doc/{TEXT}.ttl").data, format="turtle")
    source = str(graph.value(URIRef(f"{BASE}id/{TEXT}"), ONTOLOGY.text))
    content = Content()
    content.feed(client.get(f"/doc/{TEXT}", headers=HTML).get_data(as_text=True))
    assert content.text == source
    assert content.ids["char=128,132"] == f"/doc/{PLACE}"
    assert content.ids["char=240,243"] == "/doc/unit/yunxi/nongyeban"
    assert content.ids["char=117,258"] is None


def test_the_context_of_the_data_is_kept_under_another_address(client: FlaskClient) -> None:
    """Under another host the same identifiers answer, and links stay there."""
    response = client.get(f"/doc/{TASK}", headers=HTML, base_url="https://plans.example")
    page = response.get_data(as_text=True)
    assert f"{BASE}id/{TASK}" in page
    assert not re.search(r'href="http://localhost:8080', page)


def test_a_document_says_since_when_it_is_so(client: FlaskClient) -> None:
    """Documents and vocabularies have a date, 304 for who has them since, and a tag that outweighs it."""
    for path in ("/doc/place/yunxi/yunxilaojie.ttl", "/doc/place/yunxi/yunxilaojie.html", "/def/plan.ttl", "/set/"):
        read = client.get(path)
        dated = read.headers["Last-Modified"]
        assert client.get(path, headers={"If-Modified-Since": dated}).status_code == 304
        assert client.get(path, headers={"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}).status_code == 200
        other = {"If-Modified-Since": dated, "If-None-Match": '"another"'}
        assert client.get(path, headers=other).status_code == 200
        assert client.get(path, headers={"If-None-Match": read.headers["ETag"]}).status_code == 304
