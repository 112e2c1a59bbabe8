// The page of the map: draws what the server has, and keeps address, page and map the same. The server renders every
// view; a change here fetches the page of the new address and takes its parts.
import { suggestAll } from "../questions/choosing.js";
import { filled } from "../sparql/elements.js";
import { makeMap } from "./canvas.js";
import { Crowd } from "./crowd.js";
import { OwnFile } from "./own.js";
import { degrees, layerOfAddress, polygonOf } from "./shapes.js";
import { Sketch } from "./sketch.js";
import { Things } from "./things.js";

const FILTERS = ["unit", "goal", "brand", "due"];
const SHAPE = ["area", "lon", "lat", "metres"];
const AREA_LOOK = { pane: "around", className: "marked-area", weight: 2, interactive: false };
const ROOM = { maxZoom: 16, padding: [36, 36] };

const panel = document.getElementById("map-canvas");
const words = JSON.parse(panel.dataset.words);
const message = document.getElementById("map-message");
const filters = document.getElementById("map-filters");
const part = (name) => document.querySelector(`[data-part="${name}"]`);

for (const id of ["map-canvas", "map-tools", "map-legend"]) document.getElementById(id).hidden = false;
const map = makeMap(panel, { words, tiles: JSON.parse(panel.dataset.tiles) });
const things = new Things(map, words, (iri, byKey) => go({ place: iri }, { focus: byKey && "panel" }));
const scheme = new Things(map, words, (iri) => go({ place: iri }), things);
const sketch = new Sketch(map, words, { done: drawn, told: tell });
const own = new OwnFile(map, words, { ask: (area) => go({ ...none(SHAPE), area }, { focus: "inside" }), told: tell });

const crowd = new Crowd(map, things, words, { note: document.getElementById("map-cut"), shown: markChosen, failed: (error) => tell(filled(words.map_failed, error.message), []) });
let area = null; // the layer of the shape that is asked with
let posted = null; // a shape that is too long for an address
let asking = null;

await start();

async function start() {
  map.setView([0, 0], 2);
  await crowd.draw(part("table").dataset.source);
  markArea();
  const at = viewOf(given());
  if (at) map.setView(...at);
  else fit();
  await showScheme();
  markChosen();
  map.on("moveend", keepView);
  listen();
}

function given() {
  return new URLSearchParams(location.search);
}

function none(names) {
  return Object.fromEntries(names.map((name) => [name, null]));
}

// Changes the address and all that depends on it. `focus` names the part of the page that is read next.
async function go(changes, { focus = null, push = true } = {}) {
  const next = given();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  posted = SHAPE.some((name) => name in changes) ? null : posted;
  if ((next.get("area")?.length ?? 0) > Number(panel.dataset.mostInLink)) {
    posted = next.get("area");
    next.delete("area");
  }
  if (push) history.pushState(null, "", `${location.pathname}?${next}`);
  await refresh(focus);
}

async function refresh(focus) {
  asking?.abort();
  asking = new AbortController();
  document.body.classList.add("map-busy");
  try {
    const read = await pageOf(given(), asking.signal);
    for (const old of document.querySelectorAll("[data-part]")) {
      const fresh = read.querySelector(`[data-part="${old.dataset.part}"]`);
      old.replaceChildren(...document.importNode(fresh, true).childNodes);
      if (fresh.dataset.source) old.dataset.source = fresh.dataset.source;
    }
    await crowd.draw(part("table").dataset.source);
    markArea();
    await showScheme();
    markChosen();
    if (focus) part(focus).querySelector("section")?.focus();
  } catch (error) {
    if (error.name !== "AbortError") tell(filled(words.map_failed, error.message), []);
  } finally {
    document.body.classList.remove("map-busy");
  }
}

// The page of an address; a shape too long for one goes as a form.
async function pageOf(query, signal) {
  const headers = { Accept: "text/html" };
  const form = new FormData();
  for (const [name, value] of [...query, ...(posted ? [["area", posted]] : [])]) form.set(name, value);
  const response = posted
    ? await fetch(location.pathname + (query.get("lang") ? `?lang=${query.get("lang")}` : ""), { method: "POST", body: form, headers, signal })
    : await fetch(`${location.pathname}?${query}`, { headers, signal });
  const read = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!read.querySelector("[data-part]")) throw new Error(`${response.status} ${response.statusText}`);
  return read;
}

function fit() {
  const bounds = area ? area.getBounds() : things.bounds();
  if (bounds.isValid()) map.fitBounds(bounds, ROOM);
}

function markArea() {
  area?.remove();
  const query = given();
  if (posted) query.set("area", posted);
  area = layerOfAddress(query, AREA_LOOK)?.addTo(map) ?? null;
  document.querySelector("[data-erase]").disabled = area === null;
}

function markChosen() {
  const iri = part("panel").querySelector("[data-thing]")?.dataset.thing ?? null;
  for (const layer of [things, scheme]) layer.mark(iri);
}

async function showScheme() {
  const isShown = given().get("schematic") === "1";
  document.getElementById("map-scheme-note").hidden = !isShown;
  if (!isShown) return scheme.clear();
  if (scheme.layers.size > 0) return;
  const response = await fetch(panel.dataset.schematic, { headers: { Accept: "application/geo+json" } });
  if (response.ok) scheme.showScheme(await response.json());
}

// at=longitude,latitude,zoom
function viewOf(query) {
  const at = (query.get("at") ?? "").split(",").map(Number);
  return at.length === 3 && at.every(Number.isFinite) && Math.abs(at[1]) <= 90 ? [[at[1], at[0]], at[2]] : null;
}

function keepView() {
  const { lng, lat } = map.getCenter();
  const next = given();
  next.set("at", [degrees(lng), degrees(lat), map.getZoom()].join(","));
  history.replaceState(history.state, "", `${location.pathname}?${next}`);
}

function drawn(kind, first, metres) {
  const shape = kind === "polygon" ? { area: polygonOf(first) } : { lon: degrees(first.lng), lat: degrees(first.lat), metres };
  go({ ...none(SHAPE), ...shape }, { focus: "inside" });
  for (const button of document.querySelectorAll("[data-draw]")) button.ariaPressed = "false";
}

function tell(text, buttons) {
  message.replaceChildren(text, ...buttons);
  if (sketch?.kind === null) for (const button of document.querySelectorAll("[data-draw]")) button.ariaPressed = "false";
}

async function copyView(button) {
  keepView();
  try {
    await navigator.clipboard.writeText(location.href);
    tell(words.copied_view, []);
  } catch {
    tell(words.copy_failed, []); // the browser keeps the clipboard from pages without TLS
  }
  button.focus();
}

function listen() {
  filters.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(filters);
    go(Object.fromEntries(FILTERS.map((name) => [name, String(form.get(name)).trim()])));
  });
  filters.querySelector(".clear").addEventListener("click", (event) => {
    event.preventDefault();
    for (const name of FILTERS) filters.elements[name].value = "";
    go(none(FILTERS));
  });
  for (const select of filters.querySelectorAll("select")) select.addEventListener("change", () => filters.requestSubmit());
  for (const id of ["map-circle", "map-polygon"]) {
    const form = document.getElementById(id);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const shape = Object.fromEntries(SHAPE.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value.trim()]));
      go({ ...none(SHAPE), ...shape }, { focus: "inside" }).then(() => area && map.fitBounds(area.getBounds(), ROOM));
    });
  }
  for (const button of document.querySelectorAll("[data-draw]")) {
    button.addEventListener("click", () => {
      sketch.begin(button.dataset.draw);
      button.ariaPressed = "true";
    });
  }
  document.querySelector("[data-erase]").addEventListener("click", () => go(none(SHAPE)));
  document.querySelector("[data-copy-view]").addEventListener("click", ({ target }) => copyView(target));
  document.getElementById("map-schematic").addEventListener("change", ({ target }) => go({ schematic: target.checked ? "1" : null }));
  own.listen(document.querySelector("[data-open]"), document.getElementById("map-file"), panel);
  document.addEventListener("click", followed);
  window.addEventListener("popstate", () => {
    for (const name of FILTERS) filters.elements[name].value = given().get(name) ?? "";
    refresh(null);
  });
  suggestAll();
}

// Links to a thing show it on the map; with a key that opens another tab they are links.
function followed(event) {
  const link = event.target.closest("a[data-place], a[data-close-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const iri = link.dataset.place ?? null;
  go({ place: iri }, { focus: iri && "panel" });
  const [layer] = iri ? things.layersOf(iri) : [];
  if (!layer) return;
  const place = layer.getLatLng?.() ?? layer.getBounds().getCenter();
  if (!map.getBounds().contains(place)) map.panTo(place);
}
