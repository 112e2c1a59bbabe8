"""What every request must satisfy and every answer carries."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.store.base import Store
from service.app import create_app
from service.settings import Settings


@pytest.mark.parametrize("address", ["/", "/sparql", "/nowhere", "/static/plangraph.css", "/id/x", "/graphs"])
def test_every_answer_has_the_security_headers(client: FlaskClient, address: str) -> None:
    """Pages, data, errors and files alike carry the policy and may be read from other pages."""
    with client.get(address) as response:
        headers = response.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_long_addresses_and_bodies_are_refused(example_store: Store) -> None:
    """Above the limits of the settings: 414 for an address, 413 for a body."""
    client = create_app(Settings(max_url=300, max_body=1024), example_store).test_client()
    assert client.get("/sparql", query_string={"query": "ASK {} #" + "x" * 300}).status_code == 414
    for content_type in ("application/sparql-query", "application/x-www-form-urlencoded"):
        response = client.post("/sparql", data="query=ASK {} #" + "x" * 1024, content_type=content_type)
        assert response.status_code == 413
        assert response.content_type == "application/problem+json"


def test_many_parameters_are_refused(client: FlaskClient) -> None:
    """More parameters than anyone needs are 400."""
    response = client.post("/sparql", data="a=1&" * 2000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_a_preflight_names_the_methods(client: FlaskClient) -> None:
    """OPTIONS answers with what the address takes."""
    response = client.options(
        "/graphs", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "PUT"}
    )
    assert {"GET", "PUT", "POST", "DELETE"} <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
