"""The service, put together: settings → pages → blueprints → errors → store → links → what stands in front."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask

from graph.store.base import Store
from graph.store.elsewhere import endpoints
from graph.store.factory import MEMORY
from graph.store.processes.control import ControlSocket
from graph.store.processes.supervised import SupervisedStore
from queries.catalogue import Catalogue
from service.answers import pages, problems
from service.context import Context
from service.front import compression, guards
from service.front.answer_cache import AnswerCache
from service.front.bodies import Bodies
from service.front.direct import DirectQueries
from service.front.files import Files
from service.front.language_cookie import LanguageCookie
from service.front.lookups import Lookups
from service.front.observation import Observation
from service.front.outgoing import Outgoing
from service.http.links import Links
from service.openapi import route as openapi
from service.operations.metrics import Metrics
from service.process.federation import Federation
from service.process.remembered import Remembered
from service.process.searching import Searching
from service.process.stores import served
from service.process.streams import CROWD, Streams
from service.routes import (
    about,
    completions,
    datasets,
    definitions,
    documents,
    explore,
    features,
    graphs,
    guide,
    home,
    matrix,
    questions,
    search,
    sparql,
    status,
    timeline,
    update,
)
from service.routes import map as map_page
from service.settings import Settings
from service.writing.authorization import Writers
from service.writing.version_dates import VersionDates
from service.writing.writes import Writing

if TYPE_CHECKING:
    from service.front.observation import AtHand


MOST_TABLES = 2  # made of long answers at once, each in some hundreds of MB


def create_app(
    settings: Settings,
    store: Store | None = None,
    catalogue: Catalogue | None = None,
    *,
    search_folder: Path | None = None,
) -> Flask:
    """The WSGI application; a store or catalogue that is given is used instead of the one the settings name.

    The index for searching is kept in memory unless there is a folder for it.
    """
    app = Flask("service", static_folder="static", template_folder="templates")
    app.url_map.merge_slashes = False  # an IRI may hold "//"
    compression.register(app)
    guards.register(app, settings)
    pages.register(app)
    for routes in (
        home,
        about,
        guide,
        sparql,
        completions,
        update,
        graphs,
        documents,
        definitions,
        datasets,
        questions,
        map_page,
        matrix,
        explore,
        timeline,
        features,
        search,
        status,
        openapi,
    ):
        app.register_blueprint(routes.blueprint)
    problems.register(app)
    store = store or served(settings)
    catalogue = catalogue or Catalogue()
    links = Links(settings.base, root=urlsplit(settings.public_base).path.rstrip("/"))
    writing = Writing(store, settings.base)
    wiring = Context(
        settings=settings,
        store=store,
        catalogue=catalogue,
        links=links,
        metrics=Metrics(rule.rule[1:].partition("/")[0] for rule in app.url_map.iter_rules()),
        writers=Writers(settings),
        writing=writing,
        searching=Searching(
            store,
            catalogue,
            writing.version,
            lambda name: links.iri(f"questions/{name}"),
            folder=search_folder,
            most_age=settings.search_seconds,
        ),
        remembered=Remembered(store.version),
        federation=Federation(endpoints(settings.services), settings.threads),
        streams=Streams(max(1, settings.threads // 2)),
        tables=Streams(MOST_TABLES),
        version_dates=VersionDates(),
    )
    app.extensions["plangraph"] = wiring
    wiring.metrics.watch_search(wiring.searching)
    _put_in_front(app, wiring)
    return app


def listen_to_owner(app: Flask) -> ControlSocket | None:
    """Take what the command line asks for from here on, where the store is a folder that we may write."""
    wiring: Context = app.extensions["plangraph"]
    store = wiring.store
    if not isinstance(store, SupervisedStore) or store.read_only or wiring.settings.store == MEMORY:
        return None
    return ControlSocket(Path(wiring.settings.store), store, wiring.writing.turn)


def _put_in_front(app: Flask, wiring: Context) -> None:
    """What a request passes before Flask, from the inside out, queries first and the figures of all last.

    The last one answers what is at hand, and nothing else then looks at the request: known answers and lookups.
    """
    settings, metrics = wiring.settings, wiring.metrics
    front = DirectQueries(app, wiring)
    metrics.watch_store(wiring.store)
    at_hand: list[AtHand] = []
    if isinstance(wiring.store, SupervisedStore) and settings.union_default_graph:
        at_hand.append(Lookups(wiring.store, settings.max_url).known)
    if settings.cache_bytes:
        cache = AnswerCache(
            front,
            wiring.store.version,
            settings.cache_bytes,
            files=Files(settings.cache_file_bytes, _scratch(wiring.store)),
            crowd=Streams(CROWD * settings.threads),
            refused=front.failed,
        )
        metrics.watch_cache(cache)
        at_hand.append(cache.known)
    chosen = LanguageCookie(cache if settings.cache_bytes else front, wiring.links.root)
    room = Streams(CROWD * settings.threads, line=CROWD * settings.threads)
    outgoing = Outgoing(Bodies(chosen, app, settings), room, front.failed)
    app.wsgi_app = Observation(  # type: ignore[assignment,method-assign] # as Flask's documentation has it
        outgoing, metrics, settings.slow_request / 1000, at_hand
    )


def _scratch(store: Store) -> Path | None:
    """Where the store has a place for files that go with the service; None for that of temporary ones."""
    return store.scratch if isinstance(store, SupervisedStore) else None
