// The reader's own file on the map: shown here, and sent only when the reader asks what of the plan falls in it.
import L from "../vendor/leaflet-1.9.4.min.js";
import { element, filled } from "../sparql/elements.js";
import { FileProblem, readFile } from "./files.js";
import { areasOf } from "./shapes.js";

const LOOK = { pane: "sketch", className: "own-shape", weight: 2 };
const NAMES = ["name", "NAME", "Name", "名称", "title"]; // properties by which a shape is usually called

export class OwnFile {
  constructor(map, words, { ask, told }) {
    Object.assign(this, { map, words, ask, told, layer: null });
    this.panel = document.getElementById("map-file-panel");
  }

  listen(button, input, target) {
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      if (input.files.length > 0) this.open(input.files[0]);
      input.value = "";
    });
    target.addEventListener("dragover", (event) => {
      event.preventDefault();
      target.classList.add("dropping");
    });
    target.addEventListener("dragleave", () => target.classList.remove("dropping"));
    target.addEventListener("drop", (event) => {
      event.preventDefault();
      target.classList.remove("dropping");
      if (event.dataTransfer.files.length > 0) this.open(event.dataTransfer.files[0]);
    });
  }

  async open(file) {
    this.remove();
    this.told("", []);
    try {
      const features = await readFile(file, this.words);
      this.layer = L.geoJSON({ type: "FeatureCollection", features }, {
        style: LOOK,
        pointToLayer: (_, place) => L.circleMarker(place, { ...LOOK, radius: 5 }),
        onEachFeature: ({ properties }, layer) => named(layer, properties),
      }).addTo(this.map);
      this.map.fitBounds(this.layer.getBounds(), { maxZoom: 16, padding: [36, 36] });
      this.tell(file.name, features);
    } catch (error) {
      this.remove();
      this.told(error instanceof FileProblem ? error.message : filled(this.words.file_unreadable, file.name), []);
    }
  }

  tell(name, features) {
    const { words } = this;
    const areas = areasOf(features);
    const ask = element("button", { type: "button" }, words.file_ask);
    ask.addEventListener("click", () => this.ask(areas));
    const remove = element("button", { type: "button", className: "second" }, words.file_remove);
    remove.addEventListener("click", () => this.remove());
    const asking = areas ? [element("p", { className: "quiet small" }, words.file_ask_hint), element("div", { className: "actions" }, ask, remove)] : [element("p", {}, words.file_no_areas), remove];
    this.panel.replaceChildren(element("p", { role: "status" }, filled(words.file_shown, name, features.length)), ...asking);
    this.panel.hidden = false;
  }

  remove() {
    this.layer?.remove();
    this.layer = null;
    this.panel.hidden = true;
    this.panel.replaceChildren();
  }
}

function named(layer, properties) {
  const name = NAMES.map((one) => properties?.[one]).find((value) => typeof value === "string" && value !== "");
  if (name) layer.bindTooltip(element("span", {}, name.slice(0, 200)));
}
