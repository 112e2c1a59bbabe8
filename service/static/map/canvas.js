// The map itself: what lies below everything (a grid of kilometres or tiles), its controls, and what is drawn on it.
import L from "../vendor/leaflet-1.9.4.min.js";
import { addTiles } from "./tiles.js";

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45]; // degrees between lines
const MOST_LINES = 12;

// Panes from below to above: a circle of error must not hide a dot, nor a dot the area that is drawn.
const PANES = { grid: 250, around: 380, quiet: 390, things: 420, sketch: 450 };

export function makeMap(panel, { words, tiles, hasZoom = true }) {
  const map = L.map(panel, { attributionControl: Boolean(tiles.credit), zoomControl: false, zoomSnap: 0.25, worldCopyJump: true });
  for (const [name, order] of Object.entries(PANES)) map.createPane(name).style.zIndex = order;
  if (hasZoom) L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl?.setPrefix(false).addAttribution(escaped(tiles.credit));
  if (!tiles.archive && tiles.templates.length === 0) addGrid(map);
  else addTiles(map, tiles);
  return map;
}

// The ground where there are no tiles: lines of longitude and latitude, so that distances can be judged.
export function addGrid(map) {
  if (!map.getPane("grid")) map.createPane("grid").style.zIndex = PANES.grid;
  const lines = L.layerGroup().addTo(map);
  const look = { pane: "grid", className: "grid-line", weight: 1, interactive: false };
  const draw = () => {
    lines.clearLayers();
    const bounds = map.getBounds().pad(0.1);
    const [west, south, east, north] = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    const step = STEPS.find((one) => Math.max(east - west, north - south) / one <= MOST_LINES) ?? STEPS.at(-1);
    for (let x = Math.ceil(west / step); x * step <= east; x += 1) lines.addLayer(L.polyline([[south, x * step], [north, x * step]], look));
    for (let y = Math.ceil(south / step); y * step <= north; y += 1) lines.addLayer(L.polyline([[y * step, west], [y * step, east]], look));
  };
  map.on("viewreset moveend", draw);
}

function escaped(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made.innerHTML;
}
