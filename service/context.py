"""What every request works with: the settings, the store, the questions and the links, wired once in `app`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

from graph.store.base import Store
from queries.catalogue import Catalogue
from service.http.links import Links
from service.operations.metrics import Metrics
from service.process.federation import Federation
from service.process.remembered import Remembered
from service.process.searching import Searching
from service.process.streams import Streams
from service.settings import Settings
from service.writing.authorization import Writers
from service.writing.version_dates import VersionDates
from service.writing.writes import Writing


@dataclass(frozen=True, slots=True)
class Context:
    """The wiring of one app."""

    settings: Settings
    store: Store
    catalogue: Catalogue
    links: Links
    metrics: Metrics
    writers: Writers
    writing: Writing
    searching: Searching
    remembered: Remembered
    federation: Federation
    streams: Streams
    tables: Streams
    version_dates: VersionDates

    @property
    def address(self) -> str:
        """The address we are reached at, ending in /: the public one, else that of the request."""
        return self.settings.public_base or request.url_root


def context() -> Context:
    """The wiring of the app that answers the current request."""
    wiring: Context = current_app.extensions["plangraph"]
    return wiring
