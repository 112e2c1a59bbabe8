// Shapes between the forms they have: in an address, as WKT, as GeoJSON, and as layers of the map.
import L from "../vendor/leaflet-1.9.4.min.js";
import { readShape } from "../sparql/wkt.js";

const DIGITS = 6; // of a degree: a tenth of a metre
const PAIR = /^\s*([-+]?\d+(?:\.\d*)?)[\s,\uff0c]+([-+]?\d+(?:\.\d*)?)\s*$/;

// The layer of the shape that an address (URLSearchParams) has; null where it has none that can be read.
export function layerOfAddress(given, look) {
  const [longitude, latitude, metres] = ["lon", "lat", "metres"].map((name) => Number.parseFloat(given.get(name)));
  if (!given.get("area")) {
    return [longitude, latitude, metres].every(Number.isFinite) ? L.circle([latitude, longitude], { ...look, radius: metres }) : null;
  }
  const shape = given.get("area").includes("(") ? readShape(given.get("area")) : ofCorners(given.get("area"));
  if (shape === null) return null;
  const make = { POINT: (point) => L.circleMarker(point, look), LINESTRING: (line) => L.polyline(line, look), POLYGON: (rings) => L.polygon(rings, look) };
  return L.featureGroup(shape.parts.map(make[shape.kind]));
}

function ofCorners(text) {
  const pairs = text.split(/[;\uff1b\n]+/).filter((line) => line.trim()).map((line) => PAIR.exec(line));
  if (pairs.length < 3 || pairs.some((pair) => pair === null)) return null;
  return { kind: "POLYGON", parts: [[pairs.map(([, longitude, latitude]) => [Number(latitude), Number(longitude)])]] };
}

export function polygonOf(corners) {
  return `POLYGON(${ringOf(corners.map(({ lng, lat }) => [lng, lat]))})`;
}

// The areas of features as one polygon or several; null where there are none.
export function areasOf(features) {
  const polygons = features.flatMap(({ geometry }) => polygonsOf(geometry)).map((rings) => `(${rings.map(ringOf).join(", ")})`);
  if (polygons.length === 0) return null;
  return polygons.length === 1 ? `POLYGON${polygons[0]}` : `MULTIPOLYGON(${polygons.join(", ")})`;
}

function polygonsOf(geometry) {
  if (geometry?.type === "Polygon") return [geometry.coordinates];
  if (geometry?.type === "MultiPolygon") return geometry.coordinates;
  return geometry?.type === "GeometryCollection" ? geometry.geometries.flatMap(polygonsOf) : [];
}

// A ring, closed, longitude first.
function ringOf(corners) {
  const written = corners.map(([longitude, latitude]) => `${degrees(longitude)} ${degrees(latitude)}`);
  if (written[0] !== written.at(-1)) written.push(written[0]);
  return `(${written.join(", ")})`;
}

export function degrees(value) {
  return String(Number(value.toFixed(DIGITS)));
}
