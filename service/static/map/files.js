// A file of the reader's own: read in the browser, sent nowhere. What cannot be read is said in one sentence.
import { filled } from "../sparql/elements.js";

const MEGABYTE = 1024 * 1024;
const LARGEST = 20; // megabytes of a file
const LARGEST_UNPACKED = 100; // megabytes of what an archive has in it
const PATIENCE = 15_000; // milliseconds
const MOST_POINTS = 200_000;
const DEEPEST = 8; // of the lists that coordinates are

export class FileProblem extends Error {}

// The features of a file, all of them in degrees. Throws FileProblem.
export async function readFile(file, words) {
  if (file.size > LARGEST * MEGABYTE) throw new FileProblem(filled(words.file_too_large, LARGEST));
  let features;
  try {
    features = featuresOf(await contentOf(file, words));
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem(filled(words.file_unreadable, file.name));
  }
  check(features, file.name, words);
  return features;
}

async function contentOf(file, words) {
  const begins = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (begins[0] === 0x50 && begins[1] === 0x4b) return unpacked(file, words);
  const text = (await file.text()).replace(/^\ufeff/, "");
  return text.trimStart().startsWith("<") ? readKml(text) : JSON.parse(text);
}

// An archive is unpacked beside the page, where it can be stopped.
async function unpacked(file, words) {
  const worker = new Worker(new URL("unpacking.js", import.meta.url), { type: "module" });
  try {
    const answer = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FileProblem(filled(words.file_slow, file.name))), PATIENCE);
      worker.addEventListener("message", ({ data }) => (clearTimeout(timer), resolve(data)));
      worker.addEventListener("error", () => (clearTimeout(timer), reject(new Error("the worker failed"))));
      worker.postMessage({ file, most: LARGEST_UNPACKED * MEGABYTE });
    });
    if (answer.tooLarge) throw new FileProblem(filled(words.file_unpacked_too_large, LARGEST_UNPACKED));
    if (answer.unknownSystem) throw new FileProblem(filled(words.file_unknown_system, file.name));
    if (answer.kml !== undefined) return readKml(answer.kml);
    if (answer.shapes === undefined) throw new Error("nothing in the archive can be read");
    return answer.shapes;
  } finally {
    worker.terminate();
  }
}

async function readKml(text) {
  const { kml } = await import("../vendor/togeojson-7.1.3.min.js");
  const read = new DOMParser().parseFromString(text, "application/xml"); // fetches nothing, and knows no entities of others
  if (read.querySelector("parsererror") || read.documentElement.localName !== "kml") throw new Error("no KML");
  return kml(read);
}

function featuresOf(content) {
  const list = Array.isArray(content) ? content : [content];
  return list.flatMap((one) => {
    if (one?.type === "FeatureCollection") return one.features.filter(({ geometry }) => geometry);
    if (one?.type === "Feature") return one.geometry ? [one] : [];
    if (one?.type === "GeometryCollection" || one?.coordinates) return [{ type: "Feature", properties: {}, geometry: one }];
    throw new Error("no GeoJSON");
  });
}

function check(features, name, words) {
  let points = 0;
  const count = (list, depth) => {
    if (!Array.isArray(list) || depth > DEEPEST) throw new FileProblem(filled(words.file_unreadable, name));
    if (!Array.isArray(list[0])) {
      if (list.length === 0) return;
      const [longitude, latitude] = list;
      if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) throw new FileProblem(filled(words.file_unreadable, name));
      if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) throw new FileProblem(filled(words.file_not_degrees, name));
      points += 1;
    } else for (const part of list) count(part, depth + 1);
  };
  const visit = (geometry, depth) => {
    if (geometry?.type === "GeometryCollection" && depth < DEEPEST) for (const part of geometry.geometries) visit(part, depth + 1);
    else count(geometry?.coordinates, 0);
  };
  for (const { geometry } of features) visit(geometry, 0);
  if (points === 0) throw new FileProblem(filled(words.file_empty, name));
  if (points > MOST_POINTS) throw new FileProblem(filled(words.file_too_many, name, points, MOST_POINTS));
}
