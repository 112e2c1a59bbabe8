"""A graph's N-Triples in another format, with prefixes: Oxigraph's serialisers, many times as fast as rdflib's."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from graph.store.formats import Format

_PREFIX = b"@prefix "


def rewritten(ntriples: bytes, media: Format, prefixes: Mapping[str, str], first: str | None = None) -> bytes:
    """The graph in a format, each triple once and each thing's together; `first` is the IRI of what stands first.

    Measured on a document of 600 triples: 2 ms, against 60 ms in rdflib.
    """
    lines = ntriples.splitlines(keepends=True)
    start = f"<{first}> ".encode()
    triples = dict.fromkeys(sorted(lines, key=lambda line: (not line.startswith(start), line)))
    ordered = b"".join(triples)
    if media is Format.N_TRIPLES:
        return ordered
    known = ox.RdfFormat.from_media_type(media.value)
    used = {name: iri for name, iri in prefixes.items() if f"<{iri}".encode() in ordered}
    parsed = ox.parse(ordered, format=ox.RdfFormat.N_TRIPLES)
    written = ox.serialize((quad.triple for quad in parsed), format=known, prefixes=used)
    return _with_sorted_prefixes(written or b"") if media is Format.TURTLE else written or b""


def _with_sorted_prefixes(turtle: bytes) -> bytes:
    """The Turtle with its prefixes in the order of their names; the engine has them in another one each time."""
    lines = turtle.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith(_PREFIX)), len(lines))
    return b"".join((*sorted(lines[:count]), b"\n" if count else b"", *lines[count:]))
