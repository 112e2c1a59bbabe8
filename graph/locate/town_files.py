"""A town's own GIS file as features in CRS84: GeoJSON, GeoPackage or a zipped shapefile, read by pyogrio.

Whatever GDAL can open beside these is refused by its first bytes, whatever it is called: a file that names other files
or addresses (a VRT) could make us read those.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from graph.locate.coordinates import check_geometry
from graph.locate.matching import Feature
from graph.model import PlanError

_DRIVERS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".zip": "ESRI Shapefile"}
_BEGIN = {"GeoJSON": b"{", "GPKG": b"SQLite format 3\x00", "ESRI Shapefile": b"\x00\x00\x27\x0a"}
_OF_SHAPEFILES = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_MOST_BYTES = {"GeoJSON": 64 * 2**20, "GPKG": 512 * 2**20, "ESRI Shapefile": 512 * 2**20}
MOST_FEATURES = 100_000
MOST_POSITIONS = 200_000  # of one feature: the boundary of a province to ten metres has fewer
_DIGITS = 8  # after the point, of degrees: a millimetre


def read_town_file(
    path: Path, *, layer: str | None = None, crs: str | None = None, encoding: str | None = None
) -> tuple[list[Feature], tuple[str, ...]]:
    """The features of a file in CRS84, and the names of the reference systems that they were in.

    `crs` is the system of a file that names none; `encoding` that of a shapefile's attributes. PlanError, in one
    sentence, for a file of another kind, one that is too large, cannot be read, or says no reference system.
    """
    driver = _DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise PlanError(
            f"{path.name}: give a GeoJSON file (.geojson), a GeoPackage (.gpkg) or a zipped shapefile (.zip)"
        )
    try:
        size = path.stat().st_size
    except OSError as error:
        raise PlanError(f"{path.name} cannot be read: {error.strerror}") from error
    if size > _MOST_BYTES[driver]:
        raise PlanError(f"{path.name} has {size >> 20} MB, and a {driver} file may have {_MOST_BYTES[driver] >> 20}")
    with _readable(path) as file:
        _require_beginning(file, path.name, driver)
        return _read(file, path.name, driver, layer, crs, encoding)


@contextmanager
def _readable(path: Path) -> Iterator[Path]:
    """The file itself, or the shapefile of an archive, in a folder of its own for as long as it is needed."""
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="plangraph-") as folder:
        yield _unzipped(path, Path(folder))


def _require_beginning(file: Path, name: str, driver: str) -> None:
    with file.open("rb") as data:
        begun = data.read(64)
    if driver == "GeoJSON":
        begun = begun.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not begun.startswith(_BEGIN[driver]):
        raise PlanError(f"{name} cannot be read as {driver}: it does not begin as such a file does")


def _unzipped(path: Path, folder: Path) -> Path:
    """Take one shapefile out of an archive, under names of ours; PlanError for an archive that is a trap."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if PurePosixPath(m.filename).suffix.lower() in _OF_SHAPEFILES]
            if any(m.filename.startswith(("/", "\\")) or ".." in PurePosixPath(m.filename).parts for m in members):
                raise PlanError(f"{path.name} has a member with a path that leads out of the archive")
            shapes = [m for m in members if m.filename.lower().endswith(".shp")]
            if len(shapes) != 1:
                raise PlanError(f"{path.name} has {len(shapes)} .shp files, and should have one")
            stem = shapes[0].filename[: -len(".shp")]
            own = [m for m in members if m.filename[: -len(".shp")] == stem]
            suffixes = {PurePosixPath(m.filename).suffix.lower() for m in own}
            if missing := [suffix for suffix in (".dbf", ".shx") if suffix not in suffixes]:
                raise PlanError(f"{path.name} has no {' and no '.join(missing)} file beside its .shp; add it")
            if sum(m.file_size for m in own) > _MOST_BYTES["ESRI Shapefile"]:
                raise PlanError(f"{path.name} unpacks to more than {_MOST_BYTES['ESRI Shapefile'] >> 20} MB")
            for member in own:
                target = folder / f"town{PurePosixPath(member.filename).suffix.lower()}"
                _unpack(archive, member, target)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise PlanError(f"{path.name} is no zip archive that can be read: {error}") from error
    return folder / "town.shp"


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write a member, no more of it than it says it has."""
    with archive.open(member) as source, target.open("wb") as file:
        left = member.file_size
        while left > 0 and (piece := source.read(min(left, 2**20))):
            file.write(piece)
            left -= len(piece)


def _read(
    file: Path, name: str, driver: str, layer: str | None, crs: str | None, encoding: str | None
) -> tuple[list[Feature], tuple[str, ...]]:
    import pyogrio  # noqa: PLC0415 - it brings GDAL, and only this command needs it

    pyogrio.set_gdal_config_options({"OGR_GEOJSON_MAX_OBJ_SIZE": 64, "GDAL_HTTP_MAX_RETRY": 0})
    features: list[Feature] = []
    systems: dict[str, None] = {}
    try:
        layers = [str(found) for found, kind in pyogrio.list_layers(file) if kind]
        if layer is not None and layer not in layers:
            raise PlanError(f"{name} has no layer {layer} with geometries; it has {', '.join(layers) or 'none'}")
        for wanted in [layer] if layer is not None else layers:
            told, found = _read_layer(file, name, driver, wanted, crs, encoding)
            features += found
            systems[told] = None
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError) as error:
        reason, _, _ = " ".join(str(error).split()).partition("; It might help")  # to name a driver, as we do
        raise PlanError(f"{name} cannot be read as {driver}: {reason[:300]}") from error
    return features, tuple(systems)


def _read_layer(
    file: Path, name: str, driver: str, layer: str, crs: str | None, encoding: str | None
) -> tuple[str, list[Feature]]:
    import pyogrio  # noqa: PLC0415 - as above

    told = pyogrio.read_info(file, layer=layer, encoding=encoding)
    if told["driver"] != driver:
        raise PlanError(f"{name} is a {told['driver']} file, though its name says {driver}")
    if told["features"] > MOST_FEATURES:
        raise PlanError(f"{name} has {told['features']:,} features in {layer}, and may have {MOST_FEATURES:,}")
    system = _system(told["crs"], crs, name, layer)
    meta, _, shapes, columns = pyogrio.raw.read(file, layer=layer, encoding=encoding, force_2d=True)
    fields = list(meta["fields"])
    reproject = _reprojection(system, name)
    found = []
    for number, wkb in enumerate(shapes):
        attributes = {field: _plain(columns[place][number]) for place, field in enumerate(fields)}
        geometry, problem = _in_crs84(wkb, reproject)
        found.append(Feature(f"{layer}, feature {number + 1}", attributes, geometry, problem))
    return system, found


def _system(said: str | None, given: str | None, name: str, layer: str) -> str:
    if said:
        return said
    if given:
        return given
    raise PlanError(f"{name} does not say in which reference system {layer} is; say it, e.g. --crs EPSG:4549")


def _reprojection(system: str, name: str) -> Any:
    import numpy  # noqa: PLC0415 - as above
    import pyproj  # noqa: PLC0415

    try:
        transformer = pyproj.Transformer.from_crs(pyproj.CRS.from_user_input(system), "OGC:CRS84", always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise PlanError(f"{name}: the reference system {system[:80]} is not known: {error}") from error

    def reproject(numbers: Any) -> Any:
        """Rows of two numbers in the file's system as longitude and latitude."""
        return numpy.column_stack(transformer.transform(numbers[:, 0], numbers[:, 1])).round(_DIGITS)

    return reproject


def _in_crs84(wkb: bytes | None, reproject: Any) -> tuple[dict[str, Any] | None, str | None]:
    """A geometry as GeoJSON in CRS84, or why it cannot be used."""
    import shapely  # noqa: PLC0415 - as above

    if wkb is None:
        return None, "it has no geometry"
    try:
        shape = shapely.from_wkb(wkb)
    except shapely.errors.GEOSException as error:
        return None, f"its geometry cannot be read: {error}"
    if shape.is_empty:
        return None, "its geometry is empty"
    if shapely.get_num_coordinates(shape) > MOST_POSITIONS:
        return None, f"its geometry has more than {MOST_POSITIONS:,} positions; simplify it"
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    geometry: dict[str, Any] = shapely.geometry.mapping(shapely.transform(shape, reproject))
    problem = check_geometry(geometry)
    return (None, problem) if problem else (geometry, None)


def _plain(value: Any) -> Any:
    """A value as Python has it: numpy's own are not compared or written alike."""
    return value.item() if hasattr(value, "item") else value
