// Drawing a polygon or a circle, with a pointer or with keys: points are set by clicks, or by Enter at the cross in the
// middle of the map. Nothing needs to be dragged.
import L from "../vendor/leaflet-1.9.4.min.js";
import { element, filled } from "../sparql/elements.js";

const CLOSE = 12; // pixels from the first corner within which a click ends a polygon
const LEAST_CORNERS = 3;
const LOOK = { pane: "sketch", className: "sketch", weight: 2, interactive: false };

export class Sketch {
  // `done` takes ("polygon", corners) or ("circle", centre, metres); `told` takes a sentence and buttons.
  constructor(map, words, { done, told }) {
    Object.assign(this, { map, words, done, told, kind: null, corners: [] });
    this.layer = L.layerGroup().addTo(map);
    this.cross = element("div", { className: "map-cross", hidden: true, ariaHidden: "true" });
    map.getContainer().append(this.cross);
    map.on("click", ({ latlng }) => this.kind && this.set(latlng));
    map.on("mousemove", ({ latlng }) => this.kind && this.draw(latlng));
    map.on("move", () => this.kind && !this.cross.hidden && this.draw(map.getCenter()));
    map.getContainer().addEventListener("keydown", (event) => this.kind && this.key(event), true);
  }

  begin(kind) {
    this.end();
    this.kind = kind;
    this.cross.hidden = false;
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("sketching");
    this.map.getContainer().focus({ preventScroll: true });
    this.say();
  }

  end() {
    this.kind = null;
    this.corners = [];
    this.layer.clearLayers();
    this.cross.hidden = true;
    this.map.doubleClickZoom.enable();
    this.map.getContainer().classList.remove("sketching");
    this.told("", []);
  }

  set(place) {
    if (this.kind === "circle") {
      if (this.corners.length === 0) this.corners.push(place);
      else if (this.map.distance(this.corners[0], place) >= 1) return this.finish(place);
    } else if (this.corners.length >= LEAST_CORNERS && this.isNearFirst(place)) return this.finish();
    else if (!this.corners.at(-1)?.equals(place)) this.corners.push(place);
    this.draw(place);
    this.say();
  }

  finish(rim) {
    const { kind, corners } = this;
    if (kind === "polygon" && corners.length < LEAST_CORNERS) return;
    this.end();
    if (kind === "circle") this.done("circle", corners[0], Math.max(1, Math.round(this.map.distance(corners[0], rim))));
    else this.done("polygon", corners);
  }

  undo() {
    this.corners.pop();
    this.draw(this.map.getCenter());
    this.say();
  }

  key(event) {
    const acts = {
      Enter: () => this.set(this.map.getCenter()),
      Backspace: () => this.undo(),
      Escape: () => this.end(),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  draw(next) {
    this.layer.clearLayers();
    const [first] = this.corners;
    if (!first) return;
    if (this.kind === "circle") this.layer.addLayer(L.circle(first, { ...LOOK, radius: this.map.distance(first, next) }));
    else this.layer.addLayer(L.polygon([...this.corners, next], LOOK));
    for (const corner of this.corners) this.layer.addLayer(L.circleMarker(corner, { ...LOOK, radius: 5, className: "sketch corner" }));
  }

  say() {
    const { words } = this;
    const hint = this.kind === "circle" ? words.drawing_circle : words.drawing_polygon;
    const button = (text, act, disabled = false) => {
      const made = element("button", { type: "button", className: "second", disabled }, text);
      made.addEventListener("click", act);
      return made;
    };
    const counted = this.kind === "polygon" ? [element("span", {}, filled(words.corners_set, this.corners.length))] : [];
    const finish = this.kind === "polygon" ? [button(words.finish, () => this.finish(), this.corners.length < LEAST_CORNERS)] : [];
    this.told(hint, [...counted, ...finish, button(words.undo_corner, () => this.undo(), this.corners.length === 0), button(words.cancel, () => this.end())]);
  }

  isNearFirst(place) {
    const [one, other] = [this.corners[0], place].map((point) => this.map.latLngToContainerPoint(point));
    return one.distanceTo(other) <= CLOSE;
  }
}
