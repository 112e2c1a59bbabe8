"""What the server's worker process does before it answers."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.test import EnvironBuilder

from service import worker
from service.http.security import HEADERS
from service.settings import Settings


def test_requests_are_not_told_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server hands its environment to each request, from which secrets are gone by then."""
    given = {"PLANGRAPH_STORE_PASSWORD": "secret", "PLANGRAPH_BASE": "http://e/", "HOME": "/somewhere"}
    monkeypatch.setattr(os, "environ", given)
    worker._forget_settings()
    assert given == {"HOME": "/somewhere"}


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> worker.Loading:
    """An application that is never loaded, with room for ten who wait."""
    monkeypatch.setattr(worker.Loading, "_load", lambda _: None)
    monkeypatch.setattr(worker, "PATIENCE", 0.5)
    return worker.Loading(Settings(threads=1))


def ask(loading: worker.Loading, path: str) -> tuple[str, dict[str, str], float]:
    """The status line, the headers and how many seconds it took."""
    given: list[tuple[str, dict[str, str]]] = []
    begun = time.monotonic()
    loading(
        EnvironBuilder(path).get_environ(), lambda status, headers, *_: given.append((status, dict(headers))) or bytes
    )
    return *given[0], time.monotonic() - begun


def test_while_loading_only_so_many_wait(loading: worker.Loading) -> None:
    """Others are told at once to try again, and there is always a thread for who asks whether the service is alive."""
    with ThreadPoolExecutor(16) as clients:
        answers = list(clients.map(lambda _: ask(loading, "/sparql"), range(16)))
        assert ask(loading, "/healthz")[0] == "200 OK"
    assert {(status[:3], headers["Retry-After"]) for status, headers, _ in answers} == {("503", "1")}
    assert sum(seconds < 0.3 for *_, seconds in answers) == 6


def test_what_is_answered_while_loading_is_guarded_too(loading: worker.Loading) -> None:
    """The first answers have the headers of all others."""
    for path in ("/healthz", "/readyz", "/"):
        assert HEADERS.items() <= ask(loading, path)[1].items()
