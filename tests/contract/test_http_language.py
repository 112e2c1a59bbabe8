"""The language of pages: by address, by cookie, by the browser's wish, else Chinese."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

HTML = {"Accept": "text/html"}


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """A client that keeps cookies, as browsers do."""
    return app.test_client()


def language_of(client: FlaskClient, address: str, wish: str = "") -> str:
    """The language that a page says it is in."""
    return str(client.get(address, headers={**HTML, "Accept-Language": wish}).headers["Content-Language"])


def test_a_language_chosen_by_link_is_kept(reader: FlaskClient) -> None:
    """After ?lang=en pages are English without it, until another is chosen; the browser's wish counts less."""
    assert language_of(reader, "/") == "zh-Hans"
    assert language_of(reader, "/?lang=en") == "en"
    assert language_of(reader, "/", wish="zh") == "en"
    assert language_of(reader, "/?lang=zh") == "zh-Hans"
    assert language_of(reader, "/", wish="en") == "zh-Hans"


def test_only_a_choice_on_a_page_sets_the_cookie(reader: FlaskClient) -> None:
    """Neither a page without a choice, nor data, nor a language that there is not sets anything."""
    assert "Set-Cookie" not in reader.get("/", headers=HTML).headers
    assert "Set-Cookie" not in reader.get("/?lang=fr", headers=HTML).headers
    assert "Set-Cookie" not in reader.get("/questions/units?lang=en", headers={"Accept": "text/csv"}).headers
    cookie = reader.get("/?lang=en", headers=HTML).headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_kept_answer_is_in_the_language_asked_for(app: Flask, reader: FlaskClient) -> None:
    """Readers with and without the cookie get their own language from the same address, again and again."""
    other = app.test_client()
    reader.get("/?lang=en", headers=HTML)
    for _ in range(3):
        assert language_of(reader, "/about") == "en"
        assert language_of(other, "/about") == "zh-Hans"


def test_a_kept_page_sets_the_cookie_too(app: Flask) -> None:
    """Whoever chooses a language by an address that was asked before is remembered as well."""
    for _ in range(4):
        cookie = app.test_client().get("/about?lang=en", headers=HTML).headers["Set-Cookie"]
        assert cookie.startswith("lang=en;")


def test_a_cookie_of_another_kind_changes_nothing(app: Flask) -> None:
    """A cookie that names no language of ours is passed over."""
    client = app.test_client()
    client.set_cookie("lang", "x\r\ny")
    assert language_of(client, "/", wish="en") == "en"
