"""Endpoints of others: where they may be, and what of them is believed."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from graph.store.elsewhere import Elsewhere, endpoints
from graph.store.errors import StoreUnavailable


def resolved_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Have names stand for these addresses; where connections then go to, none of which is made."""
    gone: list[str] = []

    def connect(place: tuple[str, int], *_: Any) -> socket.socket:
        gone.append(place[0])
        raise ConnectionRefusedError

    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    return gone


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1"),
        *("fd00::1", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"),
    ],
)
def test_a_name_does_not_lead_into_the_network(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Whatever a name server says, no address is connected to that is not public, nor another one before it."""
    gone = resolved_to(monkeypatch, address)
    with pytest.raises(StoreUnavailable, match="no public address"):
        Elsewhere("http://data.example/sparql").ask("SELECT * {}", 1)
    assert gone == []


@pytest.mark.parametrize(
    ("listed", "address"),
    [
        ("http://data.example/sparql", "93.184.216.34"),
        ("http://data.example/sparql=10.1.2.3", "10.1.2.3"),
        ("http://10.9.8.7:3030/ds", "10.9.8.7"),
        ("http://[fd00::7]/sparql", "fd00::7"),
    ],
)
def test_a_public_name_or_what_was_said_beforehand_is_met(
    monkeypatch: pytest.MonkeyPatch, listed: str, address: str
) -> None:
    """The address that was looked at is connected to, and the name not asked for again."""
    gone = resolved_to(monkeypatch, "93.184.216.34")
    (endpoint,) = endpoints(listed).values()
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        endpoint.ask("SELECT * {}", 1)
    assert set(gone) == {address}
