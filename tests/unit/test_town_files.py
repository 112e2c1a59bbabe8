"""A town's GIS file is read into CRS84 and matched with the plan's things; what is a trap or no file is a sentence."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pyogrio
import pyproj
import pytest
import shapely

from graph.locate.matching import Feature, How, match
from graph.locate.town_files import MOST_POSITIONS, read_town_file
from graph.model import Entity, PlanError

BASE = "http://localhost:8080/"
ENTITIES = {
    "place/a/zhen": Entity("place/a/zhen", ("Place",), "某镇", code="310112102"),
    "place/a/cheng": Entity("place/a/cheng", ("Place",), "九星城", alternatives=("新城",)),
    "project/a/cheng": Entity("project/a/cheng", ("Project",), "九星城项目", alternatives=("新城",)),
}


def _square(west: float, south: float, size: float, crs: str = "OGC:CRS84") -> Any:
    laid = pyproj.Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    square = shapely.box(west, south, west + size, south + size)
    return shapely.transform(square, lambda rows: numpy.column_stack(laid.transform(rows[:, 0], rows[:, 1])))


def _written(file: Path, shapes: Sequence[Any], names: Sequence[str], crs: str = "EPSG:4326") -> Path:
    """A file in the format of its ending, with one text attribute."""
    driver = {".gpkg": "GPKG", ".shp": "ESRI Shapefile", ".geojson": "GeoJSON"}[file.suffix]
    fields: list[Any] = [numpy.array(names, dtype=object)]
    kind = shapes[0].geom_type
    options = {"encoding": "UTF-8"} if file.suffix == ".shp" else {}
    pyogrio.raw.write(
        file, shapely.to_wkb(shapes), fields, ["name"], geometry_type=kind, crs=crs, driver=driver, **options
    )
    return file


def _zipped(folder: Path, name: str, *, with_system: bool = True) -> Path:
    _written(folder / "town.shp", [_square(121.5, 31.2, 0.01, "EPSG:4549")], [name], "EPSG:4549")
    with zipfile.ZipFile(folder / "town.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.glob("town.*")):
            if part.suffix != ".zip" and (with_system or part.suffix != ".prj"):
                archive.write(part, f"资料/{part.name}")
    return folder / "town.zip"


def test_a_geopackage_in_national_coordinates_is_read_in_degrees(tmp_path: Path) -> None:
    """CGCS2000 / 3-degree Gauss-Kruger at 120° E comes back as longitude and latitude, to a centimetre."""
    file = _written(tmp_path / "town.gpkg", [_square(121.5, 31.2, 0.01, "EPSG:4549")], ["某镇"], "EPSG:4549")
    (feature,), systems = read_town_file(file)
    assert systems == ("EPSG:4549",)
    assert feature.attributes == {"name": "某镇"}
    assert feature.geometry is not None
    ring = feature.geometry["coordinates"][0]
    corners = {(round(x, 7), round(y, 7)) for x, y in ring}
    assert corners == {(121.5, 31.2), (121.51, 31.2), (121.51, 31.21), (121.5, 31.21)}


def test_a_zipped_shapefile_is_read_with_its_names(tmp_path: Path) -> None:
    """The members of a shapefile are taken out of a folder in the archive, Chinese attributes too."""
    (feature,), _ = read_town_file(_zipped(tmp_path, "九星城"))
    assert feature.attributes == {"name": "九星城"}
    assert feature.geometry is not None


def test_a_file_without_a_reference_system_is_refused_until_one_is_said(tmp_path: Path) -> None:
    """Numbers are not taken for degrees; with the system said they are read."""
    archive = _zipped(tmp_path, "九星城", with_system=False)
    with pytest.raises(PlanError, match="does not say in which reference system"):
        read_town_file(archive)
    (feature,), systems = read_town_file(archive, crs="EPSG:4549")
    assert systems == ("EPSG:4549",)
    assert feature.geometry is not None
    with pytest.raises(PlanError, match="EPSG:99999999 is not known"):
        read_town_file(archive, crs="EPSG:99999999")


def test_geojson_with_the_latitude_first_cannot_be_used(tmp_path: Path) -> None:
    """The feature stays, without a geometry, and says why."""
    file = _written(tmp_path / "town.geojson", [shapely.Point(31.2, 121.5), shapely.Point(121.5, 31.2)], ["甲", "乙"])
    swapped, right = read_town_file(file)[0]
    assert swapped.geometry is None
    assert "has the latitude first" in str(swapped.problem)
    assert right.geometry == {"type": "Point", "coordinates": (121.5, 31.2)}


def test_an_area_across_the_antimeridian_cannot_be_used(tmp_path: Path) -> None:
    """No town of China lies there: the feature stays, without a geometry, and says why."""
    file = _written(tmp_path / "town.geojson", [shapely.box(-179, 0, 179, 1)], ["甲"])
    ((feature,), _) = read_town_file(file)
    assert feature.geometry is None
    assert "is outside China" in str(feature.problem)


def test_a_geometry_that_is_none_says_so(tmp_path: Path) -> None:
    """Missing, empty and far too long geometries are named; one that crosses itself is mended."""
    angles = numpy.linspace(0, 2 * numpy.pi, MOST_POSITIONS + 1)[:-1]
    coast = shapely.Polygon(numpy.column_stack((121.5 + 0.1 * numpy.cos(angles), 31.2 + 0.1 * numpy.sin(angles))))
    bow = shapely.Polygon([(121.5, 31.2), (121.6, 31.3), (121.6, 31.2), (121.5, 31.3)])
    file = _written(tmp_path / "town.gpkg", [coast, shapely.Polygon(), bow], ["甲", "乙", "丙"])
    long, empty, mended = read_town_file(file)[0]
    assert "more than 200,000 positions" in str(long.problem)
    assert "empty" in str(empty.problem)
    assert mended.geometry is not None
    assert mended.geometry["type"] == "MultiPolygon"


def test_a_polygon_of_a_hundred_megabytes_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """As GeoJSON by the size of the file; in a GeoPackage, which may be larger, by its positions."""
    file = tmp_path / "town.geojson"
    with file.open("w") as written:
        written.write('{"type": "Polygon", "coordinates": [[')
        for _ in range(100):
            written.write("[121.50000000000001, 31.20000000000001]," * (2**20 // 40))
        written.write("[121.5, 31.2]]]}")
    with pytest.raises(PlanError, match="may have 64"):
        read_town_file(file)
    angles = numpy.linspace(0, 2 * numpy.pi, 6_500_000)
    round_ = shapely.Polygon(numpy.column_stack((121.5 + 0.1 * numpy.cos(angles), 31.2 + 0.1 * numpy.sin(angles))))
    package = _written(tmp_path / "town.gpkg", [round_], ["甲"])
    assert package.stat().st_size > 100_000_000
    ((feature,), _) = read_town_file(package)
    assert feature.geometry is None
    assert "more than 200,000 positions" in str(feature.problem)


def test_an_archive_that_leads_out_of_itself_is_refused(tmp_path: Path) -> None:
    """A member called ../../x.shp is not written anywhere."""
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.shp", b"")
    with pytest.raises(PlanError, match="leads out of the archive"):
        read_town_file(file)
    assert list(tmp_path.iterdir()) == [file]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    """A bomb is refused by the sizes it tells, before anything is unpacked."""
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"")
        archive.writestr("a.shx", b"")
        with archive.open("a.dbf", "w", force_zip64=True) as member:
            for _ in range(513):
                member.write(bytes(2**20))
    assert file.stat().st_size < 2**20
    with pytest.raises(PlanError, match="unpacks to more than 512 MB"):
        read_town_file(file)


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    """The sentence says what is missing at the outer one."""
    inner = _zipped(tmp_path, "九星城")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(inner, "town.zip")
    with pytest.raises(PlanError, match=r"outer\.zip has 0 \.shp files, and should have one"):
        read_town_file(tmp_path / "outer.zip")


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    """What a link names is text of the archive, and no shapefile, though there is one where it leads."""
    _zipped(tmp_path, "九星城")
    link = zipfile.ZipInfo("link.shp")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, str(tmp_path / "town.shp"))
        archive.writestr("link.shx", b"")
        archive.writestr("link.dbf", b"")
    with pytest.raises(PlanError, match=r"link\.zip cannot be read as ESRI Shapefile: it does not begin"):
        read_town_file(tmp_path / "link.zip")


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """Compressed data that cannot be unpacked are a sentence too."""
    file = tmp_path / "damaged.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.shp", "a.shx", "a.dbf"):
            archive.writestr(name, bytes(range(256)) * 40)
    content = bytearray(file.read_bytes())
    content[35:60] = b"\xff" * 25
    file.write_bytes(content)
    with pytest.raises(PlanError, match=r"damaged\.zip is no zip archive that can be read"):
        read_town_file(file)


@pytest.mark.parametrize("missing", [".dbf", ".shx"])
def test_a_shapefile_without_one_of_its_files_is_refused(tmp_path: Path, missing: str) -> None:
    """Without names nothing is matched, and without its index it is not read: the sentence names the file to add."""
    whole, part = _zipped(tmp_path, "九星城"), tmp_path / "part.zip"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(part, "w") as archive:
        for name in source.namelist():
            if not name.endswith(missing):
                archive.writestr(name, source.read(name))
    with pytest.raises(PlanError, match=rf"part\.zip has no \{missing} file beside its \.shp"):
        read_town_file(part)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("town.kml", b"", "give a GeoJSON file"),
        ("town.gpkg", b"no database", "cannot be read as GPKG"),
        ("town.geojson", b"{", "cannot be read as GeoJSON"),
        ("town.zip", b"no archive", "is no zip archive"),
        ("town.vrt.geojson", b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "does not begin"),
    ],
)
def test_what_is_no_gis_file_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Each is one sentence with the file's name."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PlanError, match=says) as refusal:
        read_town_file(tmp_path / name)
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The sentence says what is wrong."""
    with pytest.raises(PlanError, match="No such file"):
        read_town_file(tmp_path / "town.gpkg")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    """A hundred megabytes of GeoJSON are not parsed."""
    file = tmp_path / "town.geojson"
    with file.open("wb") as data:
        data.truncate(100 * 2**20)
    with pytest.raises(PlanError, match="has 100 MB, and a GeoJSON file may have 64"):
        read_town_file(file)


def test_a_layer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """The layers that there are, are named."""
    file = _written(tmp_path / "town.gpkg", [_square(121.5, 31.2, 0.1)], ["甲"])
    with pytest.raises(PlanError, match="no layer roads with geometries; it has town"):
        read_town_file(file, layer="roads")


# Matching


def _feature(where: str = "1", **attributes: Any) -> Feature:
    return Feature(where, attributes, json.loads('{"type": "Point", "coordinates": [121.5, 31.2]}'))


@pytest.mark.parametrize(
    ("attributes", "path", "how"),
    [
        ({"iri": f"{BASE}id/place/a/cheng", "name": "某镇"}, "place/a/cheng", How.IRI),
        ({"id": "place/a/cheng"}, "place/a/cheng", How.IRI),
        ({"code": "310112102", "name": "九星城"}, "place/a/zhen", How.CODE),
        ({"code": "310112102000"}, "place/a/zhen", How.CODE),
        ({"code": 310112102000}, "place/a/zhen", How.CODE),
        ({"code": 310112102.0}, "place/a/zhen", How.CODE),
        ({"NAME": " 九星 城"}, "place/a/cheng", How.NAME),
        ({"NAME": "九星城项目"}, "project/a/cheng", How.NAME),
    ],
)
def test_a_feature_is_found_by_iri_then_code_then_name(attributes: dict[str, Any], path: str, how: How) -> None:
    """Whatever the attribute is called; the surest that finds anything decides."""
    (found,) = match([_feature(**attributes)], ENTITIES, BASE).matched
    assert (found.path, found.how) == (path, how)


def test_what_is_not_clear_is_not_matched() -> None:
    """A name that two things bear, and two features of one thing, are told and left alone; so is a stranger."""
    shared, stranger = _feature(n="新城"), _feature(n="别处")
    one, other = _feature("a", n="某镇"), _feature("b", n="某镇")
    found = match([shared, one, other, stranger], ENTITIES, BASE)
    assert found.matched == ()
    assert found.ambiguous == (
        (shared, ("place/a/cheng", "project/a/cheng")), (one, ("place/a/zhen",)), (other, ("place/a/zhen",))
    )  # fmt: skip
    assert found.unmatched == (stranger,)
