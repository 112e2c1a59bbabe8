// The things of a map: dots sized by tasks, lines and areas, each with how far off it may be, and their names.
import L from "../vendor/leaflet-1.9.4.min.js";
import { element, filled } from "../sparql/elements.js";
import { Around } from "./around.js";
import { keepApart } from "./names.js";

const MOST_NAMED = 150; // names that are laid out
const CROWD = 400; // things among which names have so little room that fewer are laid out, which takes a second less
const MOST_NAMED_IN_CROWD = 60;
const MOST_REACHED = 60; // things that the tab key stops at; the table has them all
const SURVEYED = /#(?:surveyed|townGis|drawn|stationCoordinate)$/; // ways of locating that need no working out
const APART = 15; // pixels between things at one and the same point
const FARTHER = 32; // pixels

function isSurveyed({ method }) {
  return method !== null && SURVEYED.test(method);
}

export class Things {
  // `others` are things on the same map whose names come first.
  constructor(map, words, choose, others = null) {
    Object.assign(this, { map, words, choose, others, layers: new Map(), together: new Map(), named: [] });
    this.around = new Around(map);
    this.legs = L.layerGroup().addTo(map);
    this.drawn = L.featureGroup().addTo(map);
    map.on("zoomend", () => this.settle());
    map.on("zoomend moveend", () => this.apart());
  }

  // Draws features, the busiest first in the order of names, the widest first in the order of drawing.
  show({ features }) {
    this.clear();
    const below = [...features].sort((one, other) => extentOf(other) - extentOf(one));
    for (const feature of below) this.add(feature);
    this.nameAll(features);
    this.settle();
    this.apart();
  }

  // Things of a scheme: where they stand says nothing of where they are.
  showScheme({ features }) {
    const { schematic_mark: mark } = this.words;
    this.clear();
    for (const feature of features) {
      const look = { className: "thing scheme", pane: "sketch", weight: 2 };
      const [layer] = L.geoJSON(feature, { style: look, pane: look.pane, pointToLayer: (_, place) => L.circleMarker(place, { ...look, radius: 6 }) }).getLayers();
      layer.bindTooltip(element("span", {}, feature.properties.label, element("i", {}, mark)), { permanent: true, direction: "right", className: "map-name scheme-name", offset: [6, 0] });
      layer.on("click", (event) => this.clicked(event, feature.id));
      layer.addTo(this.drawn);
      if (layer.getLatLng) this.join(layer);
      this.layers.set(feature.id, [layer]);
      this.named.push(layer);
    }
    this.settle();
    this.apart();
  }

  apart() {
    keepApart(this.map, [...(this.others?.named ?? []), ...this.named]);
  }

  clear() {
    this.around.clear();
    for (const group of [this.legs, this.drawn]) group.clearLayers();
    this.together = new Map();
    this.layers.clear();
    this.named = [];
  }

  bounds() {
    const all = [...this.layers.values()].flat();
    const busy = all.filter(({ feature }) => feature.properties.tasks > 0 && !isWide(feature));
    const shown = busy.length > 0 ? busy : all;
    return shown.reduce((bounds, layer) => bounds.extend(layer.getBounds?.() ?? layer.place), L.latLngBounds([]));
  }

  // While something is drawn, a click on a thing is a click on the map.
  clicked(event, iri) {
    if (this.map.getContainer().classList.contains("sketching")) return;
    L.DomEvent.stopPropagation(event);
    this.choose(iri);
  }

  mark(iri) {
    for (const [name, layers] of this.layers) {
      for (const layer of layers) layer.getElement?.()?.classList.toggle("chosen", name === iri);
    }
    this.around.mark(iri);
  }

  layersOf(iri) {
    return this.layers.get(iri) ?? [];
  }

  add(feature) {
    const { properties } = feature;
    const look = lookOf(properties);
    const made = L.geoJSON(feature, {
      style: look,
      pane: look.pane,
      pointToLayer: (_, place) => L.circleMarker(place, { ...look, radius: radiusOf(properties.tasks) }),
    });
    for (const layer of made.getLayers()) {
      this.layers.set(feature.id, [...(this.layers.get(feature.id) ?? []), layer]);
      this.around.add(layer, properties, feature.id);
      if (layer.getLatLng) this.join(layer);
      layer.on("click", (event) => this.clicked(event, feature.id));
      layer.addTo(this.drawn);
    }
  }

  // Many a thing is known only to be near the same station: those at one point stand in a ring around it.
  join(layer) {
    layer.place = layer.getLatLng();
    const key = `${layer.place.lng} ${layer.place.lat}`;
    this.together.set(key, [...(this.together.get(key) ?? []), layer]);
  }

  settle() {
    this.around.widen();
    this.legs.clearLayers();
    for (const layers of this.together.values()) if (layers.length > 1 || this.others) this.ring(layers);
  }

  ring(layers) {
    const middle = this.map.project(layers[0].place);
    const largest = Math.max(...layers.map((layer) => layer.getRadius()));
    const least = this.others ? FARTHER : 0; // outside the ring of the others
    const distance = least + Math.max(largest + APART / 2, (layers.length * (largest + APART)) / (2 * Math.PI));
    layers.forEach((layer, index) => {
      const angle = (2 * Math.PI * index) / layers.length - Math.PI / 4;
      const beside = this.map.unproject(middle.add([distance * Math.cos(angle), distance * Math.sin(angle)]));
      layer.setLatLng(beside);
      this.legs.addLayer(L.polyline([layer.place, beside], { pane: "quiet", className: `leg${this.others ? " scheme" : layer.feature.properties.tasks === 0 ? " quiet-leg" : ""}`, weight: 1.5, interactive: false }));
    });
  }

  nameAll(features) {
    const most = features.length > CROWD ? MOST_NAMED_IN_CROWD : MOST_NAMED;
    features.forEach(({ id, properties }, order) => {
      const [layer] = this.layersOf(id);
      if (!layer) return;
      const said = this.said(properties);
      if (order < most) {
        const name = element("span", {}, properties.label);
        if (properties.tasks) name.append(element("b", {}, String(properties.tasks)));
        layer.bindTooltip(name, { permanent: true, direction: "right", className: properties.tasks ? "map-name" : "map-name quiet-name", offset: layer.getRadius ? [layer.getRadius(), 0] : [0, 0] });
        this.named.push(layer);
      } else layer.bindTooltip(element("span", {}, said));
      if (properties.tasks && order < MOST_REACHED) this.reach(layer, id, said);
    });
  }

  // A dot that keys reach, as a button is.
  reach(layer, iri, said) {
    const shape = layer.getElement();
    if (!shape) return;
    for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", said]]) shape.setAttribute(name, value);
    shape.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.choose(iri, true);
    });
  }

  said({ label, tasks, accuracy }) {
    return accuracy ? filled(this.words.tasks_and_accuracy, label, tasks, Math.round(accuracy)) : filled(this.words.tasks_of_thing, label, tasks);
  }
}

function lookOf(properties) {
  const state = properties.tasks === 0 ? "quiet-thing" : isSurveyed(properties) ? "surveyed" : "derived";
  return { className: `thing ${state}`, pane: properties.tasks === 0 ? "quiet" : "things", weight: 2 };
}

function radiusOf(tasks) {
  return tasks === 0 ? 4 : Math.min(22, 5 + 3 * Math.sqrt(tasks));
}

// Areas lie below lines, lines below dots; a large area below a small one.
function extentOf({ geometry, properties }) {
  if (geometry.type.endsWith("Point")) return radiusOf(properties.tasks) / 1000;
  const bounds = L.geoJSON(geometry).getBounds();
  return 1 + bounds.getEast() - bounds.getWest();
}

const WIDE = 5000; // metres of error beyond which a thing does not decide what the map shows at first

function isWide(feature) {
  return (feature?.properties.accuracy ?? 0) > WIDE;
}
