"""`plangraph serve`: answer over HTTP."""

from __future__ import annotations

import errno
import os
import signal
import socket
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from graph.store.base import ask
from graph.store.errors import Locked, StoreDamaged, StoreUnavailable
from graph.store.factory import MEMORY
from graph.store.folder import lock_folder
from service.process.stores import opened
from service.process.streams import CROWD
from service.settings import Settings, SettingsError, from_environment, to_environment

_ANYTHING = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"  # without making the union of all graphs
_HEADERS = 48 * 1024  # bytes of headers, about; the server takes no more than 100 of them
_MOST_AT_ONCE = 512  # requests that run or wait; others wait to be accepted


@click.command(name="serve")
@click.option("--host", help="Address to listen on; PLANGRAPH_HOST.")
@click.option("--port", type=int, help="Port to listen on; PLANGRAPH_PORT.")
def command(host: str | None, port: int | None) -> None:
    """Answer over HTTP what the graph knows."""
    settings = from_environment()
    settings = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
    )
    _check_store(settings)
    _check_port(settings)
    run(settings)


def run(settings: Settings) -> None:
    """Serve until told to stop (SIGTERM, SIGINT, SIGHUP); requests that are being answered are finished."""
    os.environ.update(to_environment(settings))  # what the worker process reads
    server = Granian("service.worker:application", factory=True, **server_options(settings))
    server.on_startup(partial(_stop_when_hung_up, signal.getsignal(signal.SIGHUP)))
    click.echo(f"PlanGraph is served at http://{_shown(settings)}/ (stop with Ctrl-C)")
    server.serve()


def _stop_when_hung_up(at_first: object) -> None:
    """Stop on SIGHUP as on SIGTERM, unless it was `at_first` to be ignored (nohup).

    The server would start another worker beside the first, whose folder it cannot open.
    """
    signal.signal(signal.SIGHUP, signal.SIG_IGN if at_first is signal.SIG_IGN else signal.getsignal(signal.SIGTERM))


def server_options(settings: Settings) -> dict[str, Any]:
    """How the server is set up, whatever application it runs."""
    return {
        "address": settings.host,
        "port": settings.port,
        "interface": Interfaces.WSGI,
        "workers": 1,
        "blocking_threads": _threads(settings),
        "backpressure": _MOST_AT_ONCE,
        "http": HTTPModes.http1,  # of HTTP/2 the server can limit neither the time of the headers nor their size
        "http1_settings": HTTP1Settings(
            header_read_timeout=1000 * settings.client_seconds, max_buffer_size=_HEADERS + settings.max_url
        ),
        "workers_kill_timeout": 10,
        "respawn_failed_workers": settings.store != MEMORY,  # what was in memory is gone with its worker
        "websockets": False,
        "log_level": LogLevels.error,
    }


def _threads(settings: Settings) -> int:
    """How many threads there may be at most, which are started as they are needed: one for everybody who may wait.

    These are clients whose body is on its way, or stands in line for that; those who read a long answer made for them;
    those who read, or wait for, what is computed for several; those who read another long answer, or stand in line for
    that; queries that run, those that wait for a reader, and those that ask endpoints of others. With these all waiting
    there are still as many as work on requests, for those who ask for what is at hand, or whether we are alive.
    """
    return min(_MOST_AT_ONCE, (4 + 5 * CROWD) * settings.threads + settings.readers)


def _check_store(settings: Settings) -> None:
    """Refuse what another instance has, and to serve nothing: without a token, an empty store would stay empty."""
    if settings.writable:
        if (folder := Path(settings.store)).is_dir():
            os.close(lock_folder(folder, read_only=False))
        return
    try:
        with opened(settings, read_only=True) as store:
            empty = not ask(store, _ANYTHING, union_default=False)
    except (Locked, StoreDamaged):
        raise
    except StoreUnavailable as error:
        raise StoreUnavailable(f"{str(error).rstrip('.')} (to make one: plangraph build).") from error
    if empty:
        raise StoreUnavailable(f"The store {settings.store} is empty: run `plangraph build` first.")


def _check_port(settings: Settings) -> None:
    """Say so at once where the address cannot be listened on; the server would say it less clearly."""
    try:
        family, _, _, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"Port {settings.port} of {settings.host} is in use; stop what listens there, or give --port."
        else:
            message = f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}."
        raise SettingsError(message) from error


def _shown(settings: Settings) -> str:
    """The address as a person on this machine would type it."""
    if settings.host in ("127.0.0.1", "0.0.0.0", "::1", "::"):  # noqa: S104 - compared, not listened on
        return f"localhost:{settings.port}"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"
