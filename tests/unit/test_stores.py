"""The store that the settings name, on a server: what it is shown, how long it may take, what it is taken for."""

from __future__ import annotations

from base64 import b64encode

import pytest
from stub_server import Asked, Said, saying, stub

from graph.store.base import ask
from graph.store.errors import StoreUnavailable
from service.app import create_app
from service.process.stores import opened, reached, served
from service.settings import Settings

YES = Said()
USER = b64encode(b"clerk:a-password").decode()


@pytest.mark.parametrize(
    ("shown", "header"),
    [
        ({"store_token": "a-token"}, "Bearer a-token"),
        ({"store_user": "clerk", "store_password": "a-password"}, f"Basic {USER}"),
        ({}, None),
    ],
)
def test_a_server_is_shown_what_the_settings_hold(shown: dict[str, str], header: str | None) -> None:
    """Token, or name and password, go with each request of the service and of a command."""
    with saying(YES) as server:
        settings = Settings(store=server.address, store_engine="Oxigraph", **shown)  # type: ignore[arg-type]  # all of them texts
        for store in (served(settings), opened(settings), reached(settings)):
            with store:
                assert ask(store, "ASK {}")
        assert {asked.headers.get("Authorization") for asked in server.asked} == {header}


def test_a_server_is_taken_for_the_engine_that_is_named() -> None:
    """GraphDB, which does not say what it is, has its endpoint at the address itself, and a limit in whole seconds."""
    with saying(YES) as server:
        settings = Settings(store=f"{server.address}/repositories/plans", store_engine="graphdb", query_seconds=7)
        with served(settings) as store:
            assert ask(store, "ASK {}")
        [asked] = server.asked
        assert asked.path.partition("?")[0] == "/repositories/plans"
        assert ("timeout", "7") in asked.form


def test_an_engine_that_is_not_known_is_told() -> None:
    """The sentence names the engines there are."""
    with pytest.raises(StoreUnavailable, match=r"'Graph-DB'.*GraphDB"):
        served(Settings(store="https://store.example", store_engine="Graph-DB"))


def test_what_a_server_is_shown_is_not_printed() -> None:
    """Settings that are printed or logged do not print the password and the token."""
    written = repr(Settings(store_user="clerk", store_password="a-password", store_token="a-token"))  # noqa: S106 - of nothing
    assert "clerk" in written
    assert "a-password" not in written
    assert "a-token" not in written


def test_a_server_that_wants_other_credentials_is_told_to_clients_as_away() -> None:
    """A client of ours is told that the store is not available, and nothing of what it was shown."""

    def refuse(_: Asked) -> Said:
        return Said(b"who are you?", status=401, media="text/plain")

    with stub(refuse) as server, opened(Settings(store_engine="Oxigraph", store=server.address)) as store:
        settings = Settings(store=server.address, store_token="a-token")  # noqa: S106 - of nothing
        response = create_app(settings, store).test_client().get("/sparql", query_string={"query": "ASK {}"})
    assert response.status_code == 503
    assert "wants other credentials" in response.get_json()["detail"]
    assert "a-token" not in response.get_data(as_text=True)
