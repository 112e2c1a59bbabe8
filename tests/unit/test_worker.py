"""What the server's worker process does before it answers."""

from __future__ import annotations

import os

import pytest

from service import worker


def test_requests_are_not_told_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server hands its environment to each request, from which secrets are gone by then."""
    given = {"PLANGRAPH_STORE_PASSWORD": "secret", "PLANGRAPH_BASE": "http://e/", "HOME": "/somewhere"}
    monkeypatch.setattr(os, "environ", given)
    worker._forget_settings()
    assert given == {"HOME": "/somewhere"}
