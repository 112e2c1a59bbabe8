"""A browser for tests of pages: the Chromium of the machine, a service over the plan, pages that may not complain."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from graph.store.base import Store
from service.app import create_app
from service.settings import Settings

INDEXED = 20  # seconds in which the index for searching must be there
PATIENCE = 10_000  # milliseconds for a page on a machine that has much to do


def missing(what: str) -> NoReturn:
    """Skip where there is no browser, and fail where there must be one: in continuous integration."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def serving(store: Store, settings: Settings | None = None) -> Iterator[str]:
    """The address of a service over a store, without a final slash, once it can search."""
    app = create_app(settings or Settings(), store)
    app.extensions["plangraph"].searching.start().wait(INDEXED)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the machine has; none is downloaded."""
    program = shutil.which("chromium")
    if program is None:
        missing("there is no browser to try the pages in: apt install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, address: str, *, forgiven: str = "") -> Iterator[Page]:
    """A page of a reader with nothing kept, whose console must hold no error and which may ask nobody but us.

    `forgiven` is a part of the one complaint that is expected.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints = complaints_of(page, address)
    try:
        yield page
    finally:
        context.close()
    assert [text for text in complaints if not (forgiven and forgiven in text)] == []


def complaints_of(page: Page, address: str) -> list[str]:
    """A list that grows by each error a page logs or throws from now on, and each address that is not ours."""
    complaints: list[str] = []
    ours = (address, "data:", "blob:")
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(ours) else complaints.append(asked.url))
    return complaints
