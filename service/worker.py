"""What the server's worker process runs: the application with the environment's settings, while its parent lives."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from graph.store.base import Store
from graph.store.errors import Locked
from service.http.security import HEADERS
from service.operations.request_log import configure
from service.process.heaps import tend_heaps
from service.process.stores import served
from service.process.streams import CROWD
from service.settings import Settings, from_environment, to_environment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 20.0  # seconds that a request waits for the application to be loaded

_UNLOCKING = 3.0  # seconds: the processes of an ended worker end with it

log = logging.getLogger("plangraph")


def application() -> WSGIApplication:
    """The WSGI application that the server asks for, in the process that will answer requests."""
    settings = from_environment()
    _forget_settings()
    configure(settings)
    tend_heaps()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the server, which is told too, stops us in order
    threading.Thread(target=_outlive_no_parent, args=(os.getppid(),), daemon=True).start()
    return Loading(settings)


class Loading:
    """The application from the first moment: it is alive, and not ready before everything is loaded.

    /healthz and /readyz are answered at once. Other requests wait for a while, as many as may wait for any one thing:
    whoever waits holds a thread.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._app: WSGIApplication | None = None
        self._loaded = threading.Event()
        self._room = threading.BoundedSemaphore(CROWD * settings.threads)
        threading.Thread(target=self._load, name="loading", daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        app = self._app
        if app is None:
            path = environ["PATH_INFO"]
            if path == "/healthz":
                return _told(start, "200 OK", {"status": "ok"})
            if path == "/readyz" or not self._wait():
                detail = "The service is starting."
                problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": detail}
                return _told(start, "503 Service Unavailable", problem)
            app = self._app
        return app(environ, start) if app is not None else []

    def _wait(self) -> bool:
        """Wait until all is loaded, if there is room for one more who does; whether it is."""
        if not self._room.acquire(blocking=False):
            return False
        try:
            return self._loaded.wait(PATIENCE)
        finally:
            self._room.release()

    def _load(self) -> None:
        """Load the application; without it there is nothing to live for."""
        try:
            with ThreadPoolExecutor(1) as pool:  # the store's processes start while this one reads its modules
                opening = pool.submit(_opened, self._settings)
                # Imported here, because it takes half a second, in which /healthz answers.
                from service.app import create_app, listen_to_owner  # noqa: PLC0415
                from service.process.searching import index_folder  # noqa: PLC0415

                store = opening.result()
            app = create_app(self._settings, store, search_folder=index_folder(self._settings))
            listen_to_owner(app)
            app.extensions["plangraph"].searching.start()
            self._app = app.wsgi_app
        except BaseException as error:
            log.critical("The service cannot start: %s", error)
            os._exit(1)
        self._loaded.set()


def _opened(settings: Settings) -> Store:
    """The store; that of a worker in whose place we are may be locked for a moment longer."""
    deadline = time.monotonic() + _UNLOCKING
    while True:
        try:
            return served(settings)
        except Locked:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _told(start: StartResponse, status: str, content: object) -> list[bytes]:
    """A short answer in JSON."""
    body = json.dumps(content).encode()
    kind = "application/json" if status.startswith("200") else "application/problem+json"
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start(status, [*headers, *HEADERS.items(), *([] if status.startswith("200") else [("Retry-After", "1")])])
    return [body]


def _forget_settings() -> None:
    """Leave the settings, and the secrets among them, out of what the server copies for each request from here on."""
    for name in to_environment(Settings()):
        os.environ.pop(name, None)


def _outlive_no_parent(parent: int) -> None:
    """Stop when the parent is gone: one that was killed cannot say so, and we would keep port and store from others."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
