"""/help: how to use the pages, told to each kind of user, a page a language."""

from __future__ import annotations

from flask import Blueprint, Response, request

from service.answers.pages import page
from service.words.interface import language_of

blueprint = Blueprint("guide", __name__)


@blueprint.route("/help")
def guide() -> Response:
    """The guide in the reader's language."""
    return page(f"help/{language_of(request)}.html")
