"""Whether a client has left, as the kernel's table of connections tells."""

from __future__ import annotations

import socket
import sys
import time

import pytest

from service.sparql.departure import FRESH, departure


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the table")
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_client_has_left_when_its_connection_is_closed(family: int, host: str) -> None:
    """While the connection is there nobody has left; when both ends are closed, the client has."""
    with socket.socket(family) as listening:
        listening.bind((host, 0))
        listening.listen()
        port = listening.getsockname()[1]
        has_left = departure({"REMOTE_ADDR": host, "SERVER_PORT": str(port)})
        client = socket.create_connection((host, port))
        server, _ = listening.accept()
        assert not has_left()
        client.close()
        server.close()
        time.sleep(FRESH)
        assert has_left()


@pytest.mark.parametrize("environ", [{}, {"REMOTE_ADDR": "somewhere", "SERVER_PORT": "8080"}])
def test_who_cannot_be_found_has_not_left(environ: dict[str, str]) -> None:
    """Without an address and port to look for, nobody is taken to have left."""
    assert not departure(environ)()
