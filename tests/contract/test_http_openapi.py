"""The OpenAPI description: complete, and true of whatever is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from graph.store.factory import open_store
from graph.store.formats import Format
from ontology.files import example_bytes, vocabulary_bytes
from service.app import create_app
from service.settings import Settings

TOKEN = "a-token-for-tests-only"  # noqa: S105 - it opens nothing but these tests' stores
BASE = "http://localhost:8080/"
CHECKED = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance", "unsupported_method"),
    *("response_headers_conformance", "response_schema_conformance"),
)
ACCEPTED = (None, "", "*/*", "text/html", "application/json", "text/turtle;q=0.5, */*;q=0.1", "image/png", "a/b;q=x,,")
INDEXED = 60  # seconds in which the index for searching must be there
EXAMPLES = 12  # requests to each operation
QUESTIONS_EXAMPLES = 3  # likewise of each question, all of which one route answers


@pytest.fixture(scope="module")
def writable() -> Iterator[Flask]:
    """A service over the example plan that the token may write to."""
    with open_store() as store:
        store.load(example_bytes(), Format.TURTLE, f"{BASE}graph/plan/yunxi-2024-2026")
        for name in ("ontology", "schemes"):
            store.load(vocabulary_bytes(name), Format.TURTLE, f"{BASE}graph/vocabulary/{name}")
        app = create_app(Settings(write_token=TOKEN), store)
        assert app.extensions["plangraph"].searching.start().wait(INDEXED) is not None
        yield app


def test_every_route_is_described(app: Flask, client: FlaskClient) -> None:
    """Each address and method of the service is in the description, and each described one is there."""
    paths = client.get("/openapi.json").get_json()["paths"]
    described = {(path, method.upper()) for path, operations in paths.items() for method in operations}
    routed = set()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        path = path if path in ("/", "/set/") else path.rstrip("/")  # a final slash is an alias
        routed |= {(path, method) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    asked = {(path, "GET") for path, _ in described if path.startswith("/questions/")}
    assert asked
    assert described - asked == routed - {("/set", "GET"), ("/questions/{name}", "GET")}


def test_a_status_is_described_where_it_is_answered(client: FlaskClient) -> None:
    """What a client must be ready for stands at the operation: 410, 412, 422, 503 with Retry-After."""
    content = client.get("/openapi.json").get_json()
    put = content["paths"]["/graphs"]["put"]
    assert {"201", "204", "401", "403", "409", "412", "413", "415", "422", "503"} <= set(put["responses"])
    assert "410" in content["paths"]["/doc/{path}"]["get"]["responses"]
    assert "504" in content["paths"]["/sparql"]["get"]["responses"]
    named = {parameter.get("$ref", "").rpartition("/")[2] for parameter in put["parameters"]}
    assert {"IfMatch", "IfNoneMatch", "ContentEncoding"} <= named
    assert "Retry-After" in content["components"]["responses"]["Unavailable"]["headers"]
    assert put["security"] == [{"writer": []}]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_sent_the_answer_is_as_described(writable: Flask, mode: GenerationMode) -> None:
    """Requests made up from the description, fit and unfit, get answers of its kind, and none is a fault of ours."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", writable)
    checks = [check for check in CHECKS.get_all() if check.__name__ in CHECKED]
    assert len(checks) == len(CHECKED)
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) > 40
    for operation in operations:
        restricted = any(given.get("in") != "path" for given in operation.definition.raw["parameters"])
        if restricted or mode is GenerationMode.POSITIVE:  # nothing is unfit as a path
            exercise(operation, mode, checks)


def exercise(operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, checks: list[Any]) -> None:
    """Send an operation requests that are made up, with a token where it needs one, and check the answers."""
    token = {"Authorization": f"Bearer {TOKEN}"} if "security" in operation.definition.raw else {}
    most = QUESTIONS_EXAMPLES if operation.path.startswith("/questions/") else EXAMPLES

    @settings(
        max_examples=most,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), accept=st.sampled_from(ACCEPTED))
    def send(case: schemathesis.Case[Any], accept: str | None) -> None:
        headers = {**token, "Accept-Encoding": "identity"}  # a compressed answer is not read by who checks it
        if accept is not None:
            headers["Accept"] = accept
        case.validate_response(case.call(headers=headers), checks=checks, headers=headers)

    send()
