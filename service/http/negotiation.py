"""The one table of media types, and the choice among them that a request asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header


@dataclass(frozen=True, slots=True)
class MediaType:
    """A format we can answer in: its short name (`?format=`, suffix), its media type and the other names it goes by."""

    name: str
    mime: str
    label: str
    aliases: tuple[str, ...] = ()  # media types that mean the same; the answer then carries the one asked for
    iri: str | None = None  # of https://www.w3.org/ns/formats/, for the service description
    textual: bool = True

    def header(self, mime: str | None = None) -> str:
        """The Content-Type to answer with, under its own name or under the alias that was asked for."""
        chosen = mime or self.mime
        return f"{chosen}; charset=utf-8" if self.textual and chosen.startswith("text/") else chosen


_FORMATS = "http://www.w3.org/ns/formats/"

SPARQL_JSON = MediaType(
    "srj", "application/sparql-results+json", "SPARQL JSON", ("application/json",), _FORMATS + "SPARQL_Results_JSON"
)
SPARQL_XML = MediaType(
    "srx",
    "application/sparql-results+xml",
    "SPARQL XML",
    ("application/xml", "text/xml"),
    _FORMATS + "SPARQL_Results_XML",
)
CSV = MediaType("csv", "text/csv", "CSV", (), _FORMATS + "SPARQL_Results_CSV")
CSV_EXCEL = MediaType("csv-excel", "text/csv", "CSV (Excel)")  # with titles and a byte order mark, for people
TSV = MediaType("tsv", "text/tab-separated-values", "TSV", (), _FORMATS + "SPARQL_Results_TSV")
TURTLE = MediaType("ttl", "text/turtle", "Turtle", ("application/turtle", "application/x-turtle"), _FORMATS + "Turtle")
NTRIPLES = MediaType("nt", "application/n-triples", "N-Triples", ("text/plain",), _FORMATS + "N-Triples")
RDF_XML = MediaType("rdf", "application/rdf+xml", "RDF/XML", (), _FORMATS + "RDF_XML")
JSON_LD = MediaType("jsonld", "application/ld+json", "JSON-LD", ("application/json",), _FORMATS + "JSON-LD")
TRIG = MediaType("trig", "application/trig", "TriG", ("application/x-trig",), _FORMATS + "TriG")
NQUADS = MediaType("nq", "application/n-quads", "N-Quads", ("text/x-nquads",), _FORMATS + "N-Quads")
HTML = MediaType("html", "text/html", "HTML", ("application/xhtml+xml",))
JSON = MediaType("json", "application/json", "JSON")
PROBLEM_JSON = MediaType("json", "application/problem+json", "problem details", ("application/json",))
XLSX = MediaType(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", (), None, textual=False
)
ZIP = MediaType("zip", "application/zip", "ZIP", (), None, textual=False)
GEOJSON = MediaType("geojson", "application/geo+json", "GeoJSON", ("application/vnd.geo+json",))
SUGGESTIONS = MediaType("suggestions", "application/x-suggestions+json", "OpenSearch suggestions")

RESULTS = (SPARQL_JSON, SPARQL_XML, CSV, TSV)
GRAPHS = (TURTLE, NTRIPLES, RDF_XML, JSON_LD)
DATASETS = (TRIG, NQUADS)
WHOLE = (*DATASETS, JSON_LD)  # everything, graph by graph; of JSON-LD a query's graph is one of GRAPHS
TABLES = (XLSX, CSV_EXCEL, GEOJSON)  # of bindings, for people: made here and not by a store

# The short names people and programs (SPARQLWrapper) write besides a format's own name: of rows, and of a graph.
_COLLOQUIAL = {
    "json": (SPARQL_JSON, JSON_LD),
    "xml": (SPARQL_XML, RDF_XML),
    "turtle": (TURTLE,),
    "n3": (TURTLE,),  # which is a part of it
    "ntriples": (NTRIPLES,),
    "json-ld": (JSON_LD,),
    "rdfxml": (RDF_XML,),
    "rdf+xml": (RDF_XML,),
}


class NotAcceptable(Exception):
    """Nothing on offer is acceptable; `offered` is what there is."""

    def __init__(self, asked: str, offered: Sequence[MediaType]) -> None:
        super().__init__(asked)
        self.asked = asked
        self.offered = tuple(offered)


@dataclass(frozen=True, slots=True)
class Choice:
    """The format to answer in, and the Content-Type to say so with."""

    media_type: MediaType
    content_type: str


def choose(accept: str | None, offered: Sequence[MediaType], wanted: str | None = None) -> Choice:
    """The best of `offered` (our preference first) for an Accept header, or for `wanted`, the value of `?format=`.

    Raises NotAcceptable. No Accept header, or none that can be read, accepts everything (RFC 9110, 12.5.1).
    """
    if wanted:
        return _named(wanted, offered)
    ranges = _ranges(accept or "")
    if not ranges:
        return Choice(offered[0], offered[0].header())
    best, best_quality = None, 0.0
    for media_type in offered:
        for mime in _answerable(media_type, ranges):
            quality = ranges.quality(mime)
            if quality > best_quality:
                best, best_quality = Choice(media_type, media_type.header(mime)), quality
    if best is None:
        raise NotAcceptable(accept or "", offered)
    return best


def by_name(name: str, offered: Sequence[MediaType]) -> MediaType | None:
    """The format of that short name or media type among those offered."""
    lowered = name.lower()
    for media_type in offered:
        if lowered in (media_type.name, media_type.mime):
            return media_type
    meant = [media_type for media_type in _COLLOQUIAL.get(lowered, ()) if media_type in offered]
    meant += [media_type for media_type in offered if lowered in media_type.aliases]
    return meant[0] if meant else None


def by_content_type(content_type: str, known: Sequence[MediaType]) -> MediaType | None:
    """The format that a request's Content-Type names, parameters aside."""
    mime = content_type.split(";", 1)[0].strip().lower()
    return next((media_type for media_type in known if mime == media_type.mime or mime in media_type.aliases), None)


def _named(wanted: str, offered: Sequence[MediaType]) -> Choice:
    """The choice that `?format=` makes; it outweighs the header, which a link cannot set."""
    media_type = by_name(wanted, offered)
    if media_type is None:
        raise NotAcceptable(wanted, offered)
    return Choice(media_type, media_type.header())


def _ranges(accept: str) -> MIMEAccept:
    """The header's media ranges, most specific first; without parameters, so that a charset loses no match."""
    parsed = parse_accept_header(accept.replace("q=.", "q=0."), MIMEAccept)  # Java's own client: "*; q=.2, */*; q=.2"
    found = ((value.split(";", 1)[0].strip(), quality) for value, quality in parsed)
    whole = (("*/*" if value == "*" else value, quality) for value, quality in found)
    return MIMEAccept([(value, quality) for value, quality in whole if "/" in value])


def _answerable(media_type: MediaType, ranges: MIMEAccept) -> list[str]:
    """The names a format may answer under; an alias only where it is named: "text/*" must not mean text/plain."""
    asked = {value.lower() for value, _ in ranges}
    return [media_type.mime, *(alias for alias in media_type.aliases if alias in asked)]
