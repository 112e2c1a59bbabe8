// A worker: unpacks an archive with a shapefile, a GeoJSON or a KML in it, and stops before more comes out than may.
import { readShapefile, Unzip, UnzipInflate } from "../vendor/shpjs-6.2.0.min.js";

const WANTED = /\.(shp|dbf|prj|cpg|kml|geojson|json)$/i;
const IGNORED = /(^|\/)(__MACOSX|\.)/;
const GEOGRAPHIC = /^\s*GEOG/i; // how a system begins whose numbers are degrees
const CHUNK = 64 * 1024;

class UnknownSystem extends Error {}

self.addEventListener("message", async ({ data: { file, most } }) => {
  try {
    self.postMessage(await read(new Uint8Array(await file.arrayBuffer()), most));
  } catch (error) {
    self.postMessage({ unknownSystem: error instanceof UnknownSystem });
  }
});

async function read(bytes, most) {
  const files = unpack(bytes, most);
  if (files === null) return { tooLarge: true };
  const text = (name) => new TextDecoder().decode(files.get(name));
  const names = [...files.keys()];
  const kml = names.find((name) => /\.kml$/i.test(name));
  if (kml) return { kml: text(kml) };
  const shapes = await Promise.all(names.filter((name) => /\.shp$/i.test(name)).map((name) => shapefile(files, name)));
  const geojson = names.filter((name) => /json$/i.test(name)).map((name) => JSON.parse(text(name)));
  return shapes.length + geojson.length > 0 ? { shapes: [...shapes, ...geojson] } : {};
}

// The files that are wanted, by name; null where they are too large together. The sizes that an archive states may lie:
// what comes out is counted.
function unpack(bytes, most) {
  const files = new Map();
  let size = 0;
  const unzip = new Unzip((entry) => {
    if (!WANTED.test(entry.name) || IGNORED.test(entry.name)) return;
    const parts = [];
    entry.ondata = (error, data, isLast) => {
      if (error) throw error;
      size += data.length;
      if (size > most) throw new RangeError("too large");
      parts.push(data);
      if (isLast) files.set(entry.name, joined(parts));
    };
    entry.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) unzip.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return files;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function shapefile(files, name) {
  const stem = name.slice(0, -4).toLowerCase();
  const beside = (suffix) => [...files].find(([other]) => other.toLowerCase() === `${stem}.${suffix}`)?.[1];
  const text = (suffix) => beside(suffix) && new TextDecoder().decode(beside(suffix));
  const parts = { shp: files.get(name), dbf: beside("dbf"), cpg: text("cpg") };
  const prj = text("prj");
  const read = await readShapefile({ ...parts, prj });
  // A system that the library does not know it passes over, and leaves the numbers as they are.
  if (prj && !GEOGRAPHIC.test(prj) && first(read) === first(await readShapefile(parts))) throw new UnknownSystem();
  return read;
}

function first({ features }) {
  return JSON.stringify(features.find(({ geometry }) => geometry)?.geometry);
}
