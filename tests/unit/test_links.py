"""From identifiers to addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.http.links import Links

BASE = "http://localhost:8080/"
LINKS = Links(BASE)


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{BASE}id/task/p/2.1.1.2", "/doc/task/p/2.1.1.2"),
        (f"{BASE}id/unit/qibao/经发办", "/doc/unit/qibao/%E7%BB%8F%E5%8F%91%E5%8A%9E"),
        (f"{BASE}id/annotation/p/1-2-place#quote", "/doc/annotation/p/1-2-place#quote"),
        (f"{BASE}graph/plan/p", "/graph/plan/p"),
        ("https://w3id.org/plangraph/ontology#Task", "/def/plan#Task"),
        ("https://w3id.org/plangraph/ontology", "/def/plan"),
        ("https://w3id.org/plangraph/kind#road", "/def/kind#road"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "http://www.w3.org/2004/02/skos/core#Concept"),
        ("urn:uuid:1", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_an_iri_links_to_its_page(iri: str, address: str | None) -> None:
    """Ours link to our pages, the vocabulary's to its page, others to themselves; what is no address is no link."""
    assert LINKS.document(iri) == address


def test_below_a_path_links_stay_below_it() -> None:
    """Served below a path, every address begins with it."""
    links = Links(BASE, root="/plans")
    assert links.document(f"{BASE}id/plan/p") == "/plans/doc/plan/p"
    assert links.to("questions/tasks", limit=2, lang=None) == "/plans/questions/tasks?limit=2"


def test_a_parameter_may_have_any_name() -> None:
    """Pages link to themselves with what the reader's address holds, whatever that is called."""
    assert LINKS.to("questions", path="x", self="y") == "/questions?path=x&self=y"


def test_absolute_addresses_begin_where_we_are_reached() -> None:
    """The data's base does not show in addresses."""
    address = LINKS.absolute("https://plans.example/", "questions/tasks-of-unit", [("unit", "经发办"), ("offset", "5")])
    assert address == "https://plans.example/questions/tasks-of-unit?unit=%E7%BB%8F%E5%8F%91%E5%8A%9E&offset=5"


def test_paths_and_iris_are_each_others_inverse() -> None:
    """The path of an IRI below the base leads back to it; another's IRI has none."""
    assert LINKS.path_of(LINKS.iri("id/place/qibao/九星")) == "id/place/qibao/九星"
    assert LINKS.path_of("http://localhost:80801/id/x") is None


@given(st.text(max_size=40))
def test_no_path_breaks_out_of_an_attribute(path: str) -> None:
    """An address holds no quote, angle bracket, space or control character, whatever the path."""
    address = LINKS.to(path.encode("utf-8", "replace").decode())
    assert not set(address) & set('"<> \r\n\t\\^`{}|')
