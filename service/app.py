"""The service, put together: settings → pages → blueprints → errors → store → links → what stands in front."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from graph.store.base import Store
from graph.store.factory import MEMORY, open_store
from graph.store.processes.limits import MEGABYTE, Limits
from graph.store.processes.supervised import SupervisedStore
from queries.catalogue import Catalogue
from service import guards, pages, problems
from service.answer_cache import AnswerCache
from service.authorization import Writers
from service.context import Context
from service.direct import DirectQueries
from service.links import Links
from service.metrics import Metrics
from service.observation import Observation
from service.routes import datasets, definitions, documents, graphs, home, questions, sparql, status, update
from service.settings import Settings
from service.writing import Writing


def create_app(settings: Settings, store: Store | None = None, catalogue: Catalogue | None = None) -> Flask:
    """The WSGI application; a store or catalogue that is given is used instead of the one the settings name."""
    app = Flask("service", static_folder="static", template_folder="templates")
    app.url_map.merge_slashes = False  # an IRI may hold "//"
    guards.register(app, settings)
    pages.register(app)
    for routes in (home, sparql, update, graphs, documents, definitions, datasets, questions, status):
        app.register_blueprint(routes.blueprint)
    problems.register(app)
    store = store or open_served_store(settings)
    wiring = Context(
        settings=settings,
        store=store,
        catalogue=catalogue or Catalogue(),
        links=Links(settings.base, root=urlsplit(settings.public_base).path.rstrip("/")),
        metrics=Metrics(rule.rule[1:].partition("/")[0] for rule in app.url_map.iter_rules()),
        writers=Writers(settings),
        writing=Writing(store, settings.base),
    )
    app.extensions["plangraph"] = wiring
    _put_in_front(app, wiring)
    return app


def open_served_store(settings: Settings) -> Store:
    """The store the settings name; one of ours answers through processes that can be ended."""
    read_only = not settings.writable
    if settings.store.startswith(("http://", "https://")):
        return open_store(settings.store, read_only=read_only)
    limits = Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_memory * MEGABYTE,
        readers=settings.readers,
        slow_readers=max(1, settings.readers // 2),
    )
    folder = None if settings.store == MEMORY else Path(settings.store)
    return SupervisedStore(folder, read_only=read_only, limits=limits)


def _put_in_front(app: Flask, wiring: Context) -> None:
    """What a request passes before Flask, from the inside out: plain queries, known answers, the figures."""
    settings, metrics = wiring.settings, wiring.metrics
    front = DirectQueries(app, wiring)
    metrics.watch_store(wiring.store)
    if settings.cache_bytes:
        cache = AnswerCache(front, wiring.store.version, settings.cache_bytes)
        metrics.watch_cache(cache)
    app.wsgi_app = Observation(  # type: ignore[assignment,method-assign] # as Flask's documentation has it
        cache if settings.cache_bytes else front, metrics, settings.slow_request / 1000
    )
