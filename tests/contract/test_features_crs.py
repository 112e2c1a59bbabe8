"""OGC API – Features, Part 2 (18-058r1): reference systems, each in the axis order of its authority."""

from __future__ import annotations

from math import asinh, atan, atanh, cos, cosh, log, pi, radians, sin, sinh, sqrt, tan

import pytest
from flask.testing import FlaskClient

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
GATE = "/features/collections/places/items/town/gate"
GEOJSON = {"Accept": "application/geo+json"}

# Of 121.36 E, 31.16 N. Mercator by its own formulas (x = a·λ, y = a·ln tan(π/4 + φ/2)); Gauss-Krüger, central meridian
# 120° E, false easting 500 km on CGCS2000's ellipsoid, by the series of Krüger, which is not how PROJ is written.
EXPECTED = {
    CRS84: (121.36, 31.16),
    f"{EPSG}4326": (31.16, 121.36),
    f"{EPSG}4490": (31.16, 121.36),
}


def test_collections_say_what_they_can_be_given_in(town: FlaskClient) -> None:
    """/req/crs/fc-md-crs-list, fc-md-storageCrs, crs-uri: the list has CRS84 first, and the one of storage."""
    for one in town.get("/features/collections?f=json").get_json()["collections"]:
        assert one["crs"] == [CRS84, *(EPSG + code for code in ("4326", "4490", "4549", "3857"))]
        assert one["storageCrs"] in one["crs"]


@pytest.mark.parametrize("crs", EXPECTED)
def test_features_are_given_in_degrees_of_either_order(town: FlaskClient, crs: str) -> None:
    """/req/crs/fc-crs-action, ogc-crs-header: the coordinates in the order of the authority, and a header."""
    answer = town.get(GATE, query_string={"crs": crs}, headers=GEOJSON)
    assert answer.headers["Content-Crs"] == f"<{crs}>"
    assert answer.get_json()["geometry"]["coordinates"] == pytest.approx(EXPECTED[crs], abs=1e-8)


def test_features_are_given_in_metres(town: FlaskClient) -> None:
    """Mercator has the east first, and Gauss-Krüger of EPSG:4549 the north; to a millimetre by formulas of our own."""
    mercator = town.get(GATE, query_string={"crs": f"{EPSG}3857"}, headers=GEOJSON).get_json()
    assert mercator["geometry"]["coordinates"] == pytest.approx(mercator_of(121.36, 31.16), abs=1e-3)
    kruger = town.get(GATE, query_string={"crs": f"{EPSG}4549"}, headers=GEOJSON).get_json()
    assert kruger["geometry"]["coordinates"] == pytest.approx(kruger_of(121.36, 31.16), abs=1e-3)


def mercator_of(longitude: float, latitude: float) -> tuple[float, float]:
    """East and north in metres."""
    radius = 6_378_137.0
    return radius * radians(longitude), radius * log(tan(pi / 4 + radians(latitude) / 2))


def kruger_of(longitude: float, latitude: float) -> tuple[float, float]:
    """North and east in metres, by the series of Krüger (1912) to the fourth order."""
    axis, flattening = 6_378_137.0, 1 / 298.257222101
    n = flattening / (2 - flattening)
    eccentricity = 2 * sqrt(n) / (1 + n)
    radius = axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16,
        13 * n**2 / 48 - 3 * n**3 / 5,
        61 * n**3 / 240,
    )
    phi, turned = radians(latitude), radians(longitude - 120)
    t = sinh(atanh(sin(phi)) - eccentricity * atanh(eccentricity * sin(phi)))
    xi, eta = atan(t / cos(turned)), asinh(sin(turned) / sqrt(t**2 + cos(turned) ** 2))
    north = xi + sum(a * sin(2 * j * xi) * cosh(2 * j * eta) for j, a in enumerate(series, 1))
    east = eta + sum(a * cos(2 * j * xi) * sinh(2 * j * eta) for j, a in enumerate(series, 1))
    return radius * north, 500_000 + radius * east


@pytest.mark.parametrize(
    ("system", "box"),
    [
        (CRS84, "121.359,31.159,121.361,31.161"),
        (f"{EPSG}4326", "31.159,121.359,31.161,121.361"),
        (f"{EPSG}4490", "31.159,121.359,31.161,121.361"),
        (f"{EPSG}3857", "13509700,3653500,13509800,3653600"),
        (f"{EPSG}4549", "3449400,629600,3449600,629800"),
    ],
)
def test_a_box_is_given_in_any_of_them(town: FlaskClient, system: str, box: str) -> None:
    """/req/crs/fc-bbox-crs-action: the same box of each system finds the same features."""
    query = {"bbox": box, "bbox-crs": system, "filter": "geometry IS NOT NULL"}
    document = town.get("/features/collections/places/items", query_string=query, headers=GEOJSON).get_json()
    assert {one["id"] for one in document["features"]} == {"town/gate", "town/park"}


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
def test_a_system_that_is_not_offered_is_refused(town: FlaskClient, name: str) -> None:
    """/req/crs/fc-crs-valid-value, fc-bbox-crs-valid-values: 400, with what there is."""
    answer = town.get("/features/collections/places/items", query_string={name: f"{EPSG}2154"}, headers=GEOJSON)
    assert answer.status_code == 400
    assert CRS84 in answer.get_json()["detail"]


def test_swapped_axes_in_a_box_are_told(town: FlaskClient) -> None:
    """A box of EPSG:4326 with the longitude first lies beyond the earth; the sentence says what comes first."""
    query = {"bbox": "121.3,31.1,121.4,31.2", "bbox-crs": f"{EPSG}4326"}
    answer = town.get("/features/collections/places/items", query_string=query, headers=GEOJSON)
    assert answer.status_code == 400
    assert "bbox" in answer.get_json()["detail"]


@pytest.mark.parametrize("system", ["4549", "3857"])
@pytest.mark.parametrize("box", ["0,0,1e249,1e74", "0,0,1e30,1e-300"])
def test_a_box_larger_than_the_earth_is_refused(town: FlaskClient, system: str, box: str) -> None:
    """Metres that no place has: 400, with the parameter's name."""
    query = {"bbox": box, "bbox-crs": f"{EPSG}{system}"}
    answer = town.get("/features/collections/places/items", query_string=query, headers=GEOJSON)
    assert answer.status_code == 400
    assert "bbox" in answer.get_json()["detail"]
