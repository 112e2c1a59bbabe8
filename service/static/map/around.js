// How far off a position may be: a circle around a point, a band along a line, once for all things that have the same. An
// area's outline is dashed instead; a band around it would hide what lies in it.
import L from "../vendor/leaflet-1.9.4.min.js";

const EQUATOR = 40075016.7; // metres
const WIDEST = 400; // pixels of a band
const LOOK = { pane: "around", className: "around", interactive: false };

export class Around {
  constructor(map) {
    Object.assign(this, { map, made: new Map(), group: L.layerGroup().addTo(map) });
  }

  clear() {
    this.group.clearLayers();
    this.made.clear();
  }

  add(layer, { accuracy, tasks }, iri) {
    if (!accuracy || tasks === 0 || layer instanceof L.Polygon) return;
    const key = JSON.stringify([layer.feature.geometry.coordinates, accuracy]);
    if (!this.made.has(key)) this.made.set(key, this.make(layer, accuracy));
    this.made.get(key).things.push(iri);
  }

  make(layer, accuracy) {
    const made = layer.getLatLng
      ? L.circle(layer.getLatLng(), { ...LOOK, radius: accuracy, weight: 1 })
      : L.polyline(layer.getLatLngs(), { ...LOOK, className: "around band", lineCap: "round", lineJoin: "round", fill: false });
    if (!layer.getLatLng) made.metres = accuracy;
    made.things = [];
    return made.addTo(this.group);
  }

  mark(iri) {
    this.group.eachLayer((made) => made.getElement().classList.toggle("chosen", made.things.includes(iri)));
  }

  // A band is as many pixels wide as its metres are at this zoom.
  widen() {
    const { lat } = this.map.getCenter();
    const metresOfPixel = (EQUATOR * Math.cos((lat * Math.PI) / 180)) / 2 ** (this.map.getZoom() + 8);
    for (const band of this.made.values()) if (band.metres) band.setStyle({ weight: Math.min(WIDEST, (2 * band.metres) / metresOfPixel) });
  }
}
