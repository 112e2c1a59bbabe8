"""The service, put together: settings → store → catalogue → links → pages → blueprints → errors."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask

from graph.store.base import Store
from graph.store.factory import open_store
from queries.catalogue import Catalogue
from service import guards, pages, problems
from service.context import Context
from service.links import Links
from service.routes import datasets, definitions, documents, graphs, home, questions, sparql, status, update
from service.settings import Settings


def create_app(settings: Settings, store: Store | None = None, catalogue: Catalogue | None = None) -> Flask:
    """The WSGI application; a store or catalogue that is given is used instead of the one the settings name."""
    app = Flask("service", static_folder="static", template_folder="templates")
    app.url_map.merge_slashes = False  # an IRI may hold "//"
    app.extensions["plangraph"] = Context(
        settings=settings,
        store=store or open_store(settings.store, read_only=not settings.write_token),
        catalogue=catalogue or Catalogue(),
        links=Links(settings.base, root=urlsplit(settings.public_base).path.rstrip("/")),
    )
    guards.register(app, settings)
    pages.register(app)
    for routes in (home, sparql, update, graphs, documents, definitions, datasets, questions, status):
        app.register_blueprint(routes.blueprint)
    problems.register(app)
    return app
