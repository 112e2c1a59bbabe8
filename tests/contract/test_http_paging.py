"""Documents about hubs page by page, and identifiers beyond ASCII, however they are spelt in data and address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.namespaces import ONTOLOGY
from service.app import create_app
from service.documents.resource import PAGE_SIZE
from service.settings import Settings

BASE = "http://localhost:8080/"
HUB = URIRef(f"{BASE}id/place/town/hub")
REFERRING = 2 * PAGE_SIZE + 7  # things that lie within the hub: three pages
CHINESE = URIRef(f"{BASE}id/place/town/七宝 老街".replace(" ", ""))
SPACED = URIRef(f"{BASE}id/place/town/old%20street")
ENCODED = URIRef(f"{BASE}id/place/town/{quote('九星')}")
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """A client of a service over a hub, a place named in Chinese, and one whose name is percent-encoded."""
    within = [f"<{BASE}id/place/town/{number}> <{ONTOLOGY.within}> <{HUB}> ." for number in range(REFERRING)]
    named = [
        f'<{thing}> a <{ONTOLOGY.Place}> ; <{ONTOLOGY.text}> "{name}" .'
        for thing, name in ((CHINESE, "老街"), (ENCODED, "九星"), (SPACED, "old"))
    ]
    with open_store() as store:
        store.load("\n".join(within + named).encode(), Format.TURTLE, f"{BASE}graph/plan/town")
        yield create_app(Settings(), store).test_client()


def neighbours(headers: list[str]) -> dict[str, str]:
    """The addresses of Link headers by what they are: first, prev, next, last."""
    found = (re.fullmatch(r'<([^>]*)>; rel="(first|prev|next|last)"', header) for header in headers)
    return {match[2]: match[1] for match in found if match}


@pytest.mark.parametrize("suffix", [".nt", ".html"])
def test_next_leads_through_every_page_to_the_last(client: FlaskClient, suffix: str) -> None:
    """Following next from the first page reaches each thing once, and stops at the page that last names."""
    address: str | None = f"/doc/place/town/hub{suffix}"
    first = neighbours(client.get(address).headers.get_all("Link"))
    assert "prev" not in first
    found: list[str] = []
    visited = []
    while address is not None:
        response = client.get(address, headers=HTML if suffix == ".html" else {"Accept": "application/n-triples"})
        assert response.status_code == 200
        visited.append(address)
        pattern = r'href="/doc/place/town/(\d+)"' if suffix == ".html" else r"id/place/town/(\d+)> "
        found += re.findall(pattern, response.get_data(as_text=True))
        links = neighbours(response.headers.get_all("Link"))
        assert links["last"] == first["last"]
        address = links.get("next")
    assert len(visited) == 3
    assert visited[-1] == first["last"]
    assert sorted(map(int, found)) == list(range(REFERRING))


@pytest.mark.parametrize("asked", ["/doc/place/town/hub.nt", "/doc/place/town/hub?format=nt"])
def test_other_pages_are_in_the_format_that_the_address_names(client: FlaskClient, asked: str) -> None:
    """Who names a format by suffix or parameter, and sends no Accept header, meets it on each page."""
    links = neighbours(client.get(asked).headers.get_all("Link"))
    for name in ("first", "next", "last"):
        assert client.get(links[name]).content_type == "application/n-triples"
    assert neighbours(client.get(links["next"]).headers.get_all("Link"))["prev"] == links["first"]


def test_the_page_of_a_hub_leads_to_pages(client: FlaskClient) -> None:
    """Its links to the next and the previous page are pages also for who sends no Accept header."""
    page = client.get("/doc/place/town/hub.html?page=2").get_data(as_text=True)
    for name in ("prev", "next"):
        found = re.search(rf'rel="{name}" href="([^"]*)"', page)
        assert found is not None
        assert client.get(found[1].replace("&amp;", "&")).mimetype == "text/html"


def test_prev_leads_back(client: FlaskClient) -> None:
    """The last page names the one before, and that one the first."""
    last = neighbours(client.get("/doc/place/town/hub?page=3").headers.get_all("Link"))
    assert "next" not in last
    before = neighbours(client.get(last["prev"]).headers.get_all("Link"))
    assert client.get(before["prev"]).status_code == 200
    assert neighbours(client.get(before["first"]).headers.get_all("Link")).get("prev") is None


def test_there_is_no_page_beyond_the_last(client: FlaskClient) -> None:
    """A page that is not there is 404 and names the last."""
    for suffix in (".ttl", ".html"):
        response = client.get(f"/doc/place/town/hub{suffix}?page=4")
        assert response.status_code == 404
    assert "the last one is 3" in client.get("/doc/place/town/hub?page=4").get_json()["detail"]


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("place/town/七宝老街", CHINESE),
        (f"place/town/{quote('七宝老街')}", CHINESE),
        (f"place/town/{quote('七宝老街').lower()}", CHINESE),
        ("place/town/九星", ENCODED),
        (f"place/town/{quote('九星')}", ENCODED),
        ("place/town/old%20street", SPACED),
    ],
)
def test_an_identifier_answers_however_it_is_spelt(client: FlaskClient, path: str, thing: URIRef) -> None:
    """Chinese as it is or percent-encoded finds the thing whose identifier is spelt either way; a space as encoded."""
    seen = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert seen.status_code == 303
    assert seen.headers["Location"].isascii()
    response = client.get(seen.headers["Location"], headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert set(Graph().parse(data=response.data, format="turtle").subjects()) == {thing}
    for link in response.headers.get_all("Link"):
        assert link.isascii()
        address = link[1 : link.index(">")]
        assert client.get(address, headers={"Accept": "text/turtle"}).status_code in (200, 303)


def test_a_percent_sign_of_its_own_stays_one(client: FlaskClient) -> None:
    """A name that holds an encoded percent sign is another name."""
    assert client.get("/doc/place/town/%25E4%25B9%259D").status_code == 404
