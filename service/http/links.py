"""Every URL we emit: from identifiers in the data to addresses that answer here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from ontology.namespaces import ONTOLOGY, PLANGRAPH

_SAFE = "/:@!$&'()*+,;=~-._"
_DEFINED = {str(ONTOLOGY)[len(PLANGRAPH) : -1]: "plan"}  # the vocabulary itself lives at /def/plan, its lists beside it
_LINKABLE = ("http://", "https://", "mailto:")
_REMEMBERED = 4096  # paths: pages have hundreds of links, and most of them to what others link to as well


@dataclass(frozen=True, slots=True)
class Links:
    """Translates between the base of the data and the address it is served at.

    Pages link by path alone, so they stay inside under any host; `root` is the path the service is mounted below,
    without a final slash ("" mostly).
    """

    base: str
    root: str = ""

    def iri(self, path: str) -> str:
        """The identifier in the data of a path of ours ("id/task/…"), both with their characters as they are."""
        return self.base + path

    def path_of(self, iri: str) -> str | None:
        """The path below the base that an identifier of the data has, None for another's."""
        return iri[len(self.base) :] if iri.startswith(self.base) else None

    def to(self, path: str, /, **query: str | int | Sequence[str] | None) -> str:
        """An address here: path (not yet quoted, no leading slash) and query, of which None is left out."""
        given = {name: value for name, value in query.items() if value is not None}
        return f"{self.root}/{_quoted(path)}" + (f"?{urlencode(given, doseq=True)}" if given else "")

    def absolute(self, address: str, path: str, query: Sequence[tuple[str, str]] = ()) -> str:
        """The whole address of a path of ours, below the address we are reached at (which ends in /)."""
        return f"{address}{_quoted(path)}" + (f"?{urlencode(query)}" if query else "")

    def document(self, iri: str) -> str | None:
        """Where a page may link to for an IRI: our own document about it, the vocabulary's page, or the IRI itself.

        None for what must not become a link (javascript:, data:, urn: …).
        """
        path = self.path_of(iri)
        if path is not None:
            target, _, fragment = path.partition("#")
            target = "doc/" + target[3:] if target.startswith("id/") else target
            return self.to(target) + (f"#{quote(fragment)}" if fragment else "")
        if iri.startswith(PLANGRAPH):
            name, _, term = iri[len(PLANGRAPH) :].partition("#")
            return self.to(f"def/{_DEFINED.get(name, name)}") + (f"#{quote(term)}" if term else "")
        return iri if iri.startswith(_LINKABLE) else None


@lru_cache(_REMEMBERED)
def _quoted(path: str) -> str:
    return quote(path, safe=_SAFE)


def spellings(iri: str) -> tuple[str, ...]:
    """The ways in which an identifier with characters beyond ASCII may stand in the data: as it is, and as a URI."""
    encoded = quote(iri, safe=_SAFE + "%?#[]")
    return (iri,) if encoded == iri else (iri, encoded)
