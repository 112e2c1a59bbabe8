"""The choice of a format from what a request asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.http.negotiation import (
    DATASETS,
    GEOJSON,
    GRAPHS,
    HTML,
    JSON,
    JSON_LD,
    NTRIPLES,
    RDF_XML,
    RESULTS,
    SPARQL_JSON,
    SPARQL_XML,
    TSV,
    TURTLE,
    XLSX,
    NotAcceptable,
    by_content_type,
    by_name,
    choose,
)

OFFERED = (TURTLE, NTRIPLES, RDF_XML, JSON_LD, HTML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, TURTLE),
        ("", TURTLE),
        ("*/*", TURTLE),
        ("*", TURTLE),
        ("image/gif, *; q=.2", TURTLE),
        (";;;q=,", TURTLE),  # nothing that can be read, as if it were not there
        ("turtle", TURTLE),
        ("text/html", HTML),
        ("TEXT/HTML", HTML),
        (BROWSER, HTML),
        ("application/rdf+xml", RDF_XML),
        ("text/*", TURTLE),
        ("application/*", NTRIPLES),
        ("text/turtle;q=0.3, application/ld+json;q=0.7", JSON_LD),
        ("text/turtle;q=0.7, application/ld+json;q=0.7", TURTLE),
        ("text/turtle;charset=utf-8", TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
        ("image/png, application/rdf+xml;q=0.1", RDF_XML),
        ("*/*, text/turtle;q=0", NTRIPLES),
        ("*/*;q=0.1, text/*;q=0.5, text/turtle;q=0.2", HTML),
    ],
)
def test_the_best_acceptable_format_is_chosen(accept: str | None, expected: object) -> None:
    """Quality decides, the narrowest range says the quality, and our own order breaks ties."""
    assert choose(accept, OFFERED).media_type is expected


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "application/json-seq, audio/*"])
def test_nothing_acceptable_is_an_error_that_knows_the_offer(accept: str) -> None:
    """Where no format is acceptable, the error carries what there is."""
    with pytest.raises(NotAcceptable) as caught:
        choose(accept, (TURTLE, HTML))
    assert caught.value.offered == (TURTLE, HTML)


def test_an_alias_is_answered_under_the_name_that_was_asked_for() -> None:
    """Whoever asks for application/json gets it, not a media type he did not name."""
    choice = choose("application/json", RESULTS)
    assert (choice.media_type, choice.content_type) == (SPARQL_JSON, "application/json")


def test_an_alias_is_not_matched_by_a_wildcard() -> None:
    """text/* means our text formats, not formats that are also called text/plain or text/xml."""
    assert choose("text/*", RESULTS).content_type == "text/csv; charset=utf-8"


def test_the_format_parameter_outweighs_the_header() -> None:
    """A link that says ?format= means it."""
    assert choose(BROWSER, OFFERED, "ttl").media_type is TURTLE


@pytest.mark.parametrize(
    ("name", "offered", "expected"),
    [
        ("json", RESULTS, SPARQL_JSON),
        ("json", (JSON, *RESULTS), JSON),
        ("srj", (JSON, *RESULTS), SPARQL_JSON),
        ("xml", RESULTS, SPARQL_XML),
        ("TSV", RESULTS, TSV),
        ("application/ld+json", GRAPHS, JSON_LD),
        ("turtle", (*GRAPHS, *DATASETS), TURTLE),
        ("n3", GRAPHS, TURTLE),
        ("xml", GRAPHS, RDF_XML),
        ("rdf+xml", GRAPHS, RDF_XML),
        ("json", GRAPHS, JSON_LD),
        ("xlsx", (JSON, XLSX, GEOJSON), XLSX),
        ("png", RESULTS, None),
        ("ttl", RESULTS, None),
    ],
)
def test_formats_have_short_names(name: str, offered: tuple[object, ...], expected: object) -> None:
    """A format is found by its name, its media type or what people commonly call it, among those offered only."""
    assert by_name(name, offered) is expected  # type: ignore[arg-type]  # the table holds media types alone


def test_an_unknown_format_is_not_acceptable() -> None:
    """?format=png is a 406, as Accept: image/png is."""
    with pytest.raises(NotAcceptable):
        choose(None, RESULTS, "png")


def test_a_content_type_is_read_without_its_parameters() -> None:
    """The body's format is told by its media type alone."""
    assert by_content_type("Text/Turtle; charset=utf-8", GRAPHS) is TURTLE
    assert by_content_type("application/octet-stream", GRAPHS) is None


@given(st.text(max_size=80))
def test_no_header_breaks_the_choice(header: str) -> None:
    """Whatever stands in Accept, there is a format on offer or the error that says there is none."""
    try:
        chosen = choose(header, OFFERED).media_type
    except NotAcceptable:
        return
    assert chosen in OFFERED


@given(
    st.dictionaries(
        st.sampled_from([media.mime for media in OFFERED]), st.integers(1, 1000), min_size=1, max_size=len(OFFERED)
    )
)
def test_the_highest_quality_wins(qualities: dict[str, int]) -> None:
    """Among formats named one by one, none has a higher quality than the one chosen."""
    header = ", ".join(f"{mime};q={quality / 1000:.3f}" for mime, quality in qualities.items())
    chosen = choose(header, OFFERED).media_type
    assert qualities[chosen.mime] == max(qualities.values())
