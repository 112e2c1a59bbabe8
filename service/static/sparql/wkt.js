// WKT literals as coordinates; only CRS84 (longitude, latitude), which is meant where no system is named.

const DATATYPE = "http://www.opengis.net/ont/geosparql#wktLiteral";
const LITERAL = /^\s*(?:<([^>]*)>\s*)?(MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|POINT|LINESTRING|POLYGON)\s*(?:[ZM]{1,2}\s*)?(\(.*\))\s*$/is;
const CRS84 = /^https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/1\.3\/CRS84$/;
const PLURAL = /^MULTI/i;

// The shapes of all rows with the rows, and how many WKT literals could not be read.
export function shapesOf({ rows }) {
  const shapes = [];
  let skipped = 0;
  for (const row of rows) {
    for (const value of Object.values(row).filter(({ datatype }) => datatype === DATATYPE)) {
      const shape = readShape(value.value);
      if (shape) shapes.push({ ...shape, row });
      else skipped += 1;
    }
  }
  return { shapes, skipped };
}

// A shape as its kind (Point, LineString or Polygon) and one list of coordinates, [latitude, longitude], for each part.
export function readShape(text) {
  const found = LITERAL.exec(text);
  if (!found || (found[1] && !CRS84.test(found[1]))) return null;
  const kind = found[2].replace(PLURAL, "").toUpperCase();
  const coordinates = nested(found[3]);
  if (coordinates === null) return null;
  const parts = PLURAL.test(found[2]) ? coordinates : [coordinates];
  return { kind, parts: kind === "POINT" ? parts.map(pointOf) : parts };
}

// A point is written with brackets of its own, or, in a MULTIPOINT, without.
function pointOf(part) {
  return typeof part[0] === "number" ? part : part[0];
}

// "((1 2, 3 4), …)" as nested lists of pairs, by way of JSON.
function nested(text) {
  const pairs = text.replace(/(-?[\d.]+(?:e[+-]?\d+)?)\s+(-?[\d.]+(?:e[+-]?\d+)?)(?:\s+-?[\d.e+-]+)*/gi, "[$2,$1]");
  try {
    return JSON.parse(pairs.replaceAll("(", "[").replaceAll(")", "]"));
  } catch {
    return null; // EMPTY, or no WKT
  }
}
