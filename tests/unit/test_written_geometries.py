"""The geometry literals that a text writes, and where."""

from __future__ import annotations

from graph.geo.names import GEOJSON, KML, WKT
from graph.store.written_geometries import Written, written_geometries

PREFIX = "PREFIX geo: <http://www.opengis.net/ont/geosparql#>\n"


def test_literals_are_found_with_their_places_however_they_are_written() -> None:
    """By a prefix or an IRI, in all four kinds of quotation marks, with escapes of both kinds."""
    text = (
        f"{PREFIX}SELECT * {{\n"
        f"  VALUES ?w {{ \"POINT (1 2)\"^^geo:wktLiteral 'POINT\\t(1 2)'^^<{WKT}> }}\n"
        f'  ?s ?p """{{"type": "Point"}}"""^^geo:geoJSONLiteral , \'\'\'<Point/>\'\'\'^^<{KML}> .\n'
        '  FILTER(?w = "POINT (\\u0031 2)" ^^ geo:wktLiteral) }'
    )
    assert list(written_geometries(text)) == [
        Written("POINT (1 2)", WKT, 3, 15),
        Written("POINT\t(1 2)", WKT, 3, 45),
        Written('{"type": "Point"}', GEOJSON, 4, 9),
        Written("<Point/>", KML, 4, 55),
        Written("POINT (1 2)", WKT, 5, 15),
    ]


def test_what_is_no_literal_of_a_geometry_is_passed_over() -> None:
    """Comments, strings that speak of one, other datatypes and prefixes that mean something else."""
    for text in (
        f'{PREFIX}SELECT * {{ # "POINT (1 2)"^^geo:wktLiteral\n ?s ?p ?o }}',
        f"{PREFIX}SELECT * {{ ?s ?p 'a \"POINT (1 2)\"^^geo:wktLiteral' }}",
        'PREFIX geo: <http://x/> SELECT * { ?s ?p "POINT (1 2)"^^geo:wktLiteral }',
        f'{PREFIX}SELECT * {{ ?s ?p "1"^^geo:other . ?s a geo:wktLiteral }}',
        "SELECT * { ?s ?p 'wktLiteral'^^",
    ):
        assert list(written_geometries(text)) == []
