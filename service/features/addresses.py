"""The links between the resources: each to itself, to its other formats, and on to what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.features.collections import Collection
from service.context import Context
from service.features import formats
from service.http.negotiation import HTML, JSON, MediaType
from service.words.interface import word

Link = dict[str, Any]
Query = Sequence[tuple[str, str]]

ROOT = "features"
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes the links of one request: below the address we are reached at, with titles in the reader's language."""

    wiring: Context
    language: str

    def address(self, path: str = "", query: Query = ()) -> str:
        """The whole address of a path below /features."""
        return self.wiring.links.absolute(self.wiring.address, f"{ROOT}/{path}" if path else ROOT, query)

    def link(self, rel: str, path: str, media: MediaType, title: str, query: Query = ()) -> Link:
        """A link to one format of a resource."""
        href = self.address(path, [*query, ("f", media.name)])
        return {"rel": rel, "href": href, "type": media.mime, "title": title, "hreflang": self.language}

    def own(self, path: str, offered: Iterable[MediaType], this: MediaType, query: Query = ()) -> list[Link]:
        """A resource's links to itself, and to the same in its other formats."""
        return [
            self.link("self" if media is this else "alternate", path, media, media.label, query) for media in offered
        ]

    def word(self, key: str) -> str:
        """A word in the reader's language."""
        return word(key, self.language)

    def landing(self, this: MediaType) -> list[Link]:
        """The links of the landing page."""
        return [
            *self.own("", formats.PAGES, this),
            {
                **self.link("service-desc", "api", formats.OPENAPI, self.word("openapi")),
                "type": f"{formats.OPENAPI.mime};version=3.0",
            },
            self.link("service-doc", "api", HTML, self.word("openapi")),
            *(self.link("conformance", "conformance", media, self.word("conformance")) for media in formats.PAGES),
            *(self.link("data", "collections", media, self.word("collections")) for media in formats.PAGES),
            {"rel": "describedby", "href": self.wiring.address + "set/", "title": self.word("datasets")},
        ]

    def collection(self, collection: Collection) -> list[Link]:
        """The links of a collection to what belongs to it."""
        path, title = f"collections/{collection.name}", collection.title[self.language]
        return [
            *(self.link("items", f"{path}/items", media, title) for media in formats.ITEMS),
            *(
                self.link(QUERYABLES_REL, f"{path}/queryables", media, self.word("queryables"))
                for media in formats.QUERYABLES
            ),
        ]

    def above(self, collection: Collection) -> Link:
        """The link from features to their collection."""
        title = collection.title[self.language]
        return self.link("collection", f"collections/{collection.name}", JSON, title)

    def thing(self, iri: str) -> Link:
        """The link from a feature to the thing itself, and so to all that is said of it."""
        return {"rel": "describedby", "href": self.here(iri), "title": iri}

    def here(self, iri: str) -> str:
        """Where a thing of ours answers; the IRI itself of another's."""
        path = self.wiring.links.path_of(iri)
        return iri if path is None else self.wiring.links.absolute(self.wiring.address, path)


def paging(args: Mapping[str, Sequence[str]], offset: int) -> list[tuple[str, str]]:
    """The parameters of the same answer from another feature on."""
    kept = [(name, value) for name, values in args.items() if name not in ("offset", "f") for value in values]
    return [*kept, ("offset", str(offset))]
