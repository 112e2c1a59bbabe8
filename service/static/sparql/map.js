// Shapes on a plain map: only what the data hold, no tiles of others.
import { addGrid } from "../map/canvas.js";
import L from "../vendor/leaflet-1.9.4.min.js";
import { element, filled } from "./elements.js";
import { pageOf, shortName } from "./names.js";

const MOST = 2000; // shapes that are drawn
const STYLES = ["../vendor/leaflet-1.9.4.min.css", "../map/map.css"].map((name) => new URL(name, import.meta.url).href);

export async function draw(panel, { shapes, skipped }, configuration) {
  const { words } = configuration;
  const canvas = element("div", { className: "canvas", role: "region", ariaLabel: filled(words.map_label, shapes.length) });
  panel.append(canvas);
  if (shapes.length > MOST) panel.prepend(element("p", { className: "quiet" }, filled(words.map_cut, MOST)));
  if (skipped) panel.append(element("p", { className: "quiet" }, filled(words.map_skipped, skipped)));
  await styled();
  const map = L.map(canvas, { attributionControl: false, zoomSnap: 0.25 });
  const drawn = L.featureGroup(shapes.slice(0, MOST).map((shape) => layerOf(shape, configuration))).addTo(map);
  addGrid(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(drawn.getBounds(), { maxZoom: 16, padding: [24, 24] });
}

function styled() {
  const loaded = STYLES.map(
    (href) =>
      new Promise((resume) => {
        document.head.append(element("link", { rel: "stylesheet", href, onload: resume, onerror: resume }));
      }),
  );
  return Promise.all(loaded);
}

function layerOf({ kind, parts, row }, configuration) {
  const look = { className: "shape", radius: 6, weight: 2 };
  const layer = {
    POINT: () => L.featureGroup(parts.map((point) => L.circleMarker(point, look))),
    LINESTRING: () => L.polyline(parts, look),
    POLYGON: () => L.polygon(parts, look),
  }[kind]();
  layer.bindTooltip(element("span", {}, nameOf(row, configuration)), { className: "shape-name" });
  layer.bindPopup(element("div", {}, ...linksOf(row, configuration)));
  return layer;
}

// The first name in the row, else its first thing.
function nameOf(row, configuration) {
  const values = Object.values(row);
  const name = values.find(({ type, datatype }) => type === "literal" && !datatype);
  const thing = values.find(({ type }) => type === "uri");
  return element("span", {}, name?.value ?? (thing ? shortName(thing.value, configuration) : ""));
}

function linksOf(row, configuration) {
  const things = Object.values(row).filter(({ type }) => type === "uri");
  return things.map(({ value }) => {
    const page = pageOf(value, configuration);
    const name = shortName(value, configuration);
    return element("div", {}, page === null ? name : element("a", { href: page }, name));
  });
}
