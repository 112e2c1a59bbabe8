// What of many things is drawn: the server gives those with most tasks, of all or of the part of the map that is looked at.
import { filled } from "../sparql/elements.js";
import { degrees } from "./shapes.js";

const QUIET = 250; // milliseconds without a move before the next part is asked for

export class Crowd {
  // `note` says how many are not drawn; `shown` is called when others are drawn, `failed` with an error.
  constructor(map, things, words, { note, shown, failed }) {
    Object.assign(this, { map, things, words, note, shown, failed, source: null, isPartial: false, waiting: null, asking: null });
    map.on("moveend", () => this.follow());
  }

  // All that an address of GeoJSON has, or as many as the server gives; the same address is drawn once.
  async draw(source) {
    if (source === this.source) return;
    clearTimeout(this.waiting);
    this.isPartial = false; // until it is known, no move asks for a part
    const found = await this.read(source);
    if (found === null) return;
    this.source = source;
    this.isPartial = found.numberMatched > found.numberReturned;
    this.things.show(found);
    this.tell(found);
    if (this.isPartial) this.follow();
  }

  // After a move those of the new view, where not all are drawn at once.
  follow() {
    clearTimeout(this.waiting);
    if (this.isPartial) this.waiting = setTimeout(() => this.drawView().catch(this.failed), QUIET);
  }

  async drawView() {
    const { source } = this;
    const found = await this.read(`${source}&view=${viewOf(this.map.getBounds())}`);
    if (found === null || source !== this.source) return;
    this.things.show(found);
    this.tell(found);
    this.shown();
  }

  // Null where another view was asked for meanwhile, or the server refuses.
  async read(address) {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const response = await fetch(address, { headers: { Accept: "application/geo+json" }, signal: this.asking.signal });
      return response.ok ? await response.json() : null;
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  }

  tell({ numberMatched, numberReturned }) {
    const { map_cut: cut, map_all_in_view: all } = this.words;
    const isCut = numberMatched > numberReturned;
    if (!this.isPartial) this.note.replaceChildren();
    else this.note.textContent = isCut ? filled(cut, numberReturned, numberMatched) : filled(all, numberMatched);
  }
}

function viewOf(bounds) {
  const within = (number, most) => degrees(Math.max(-most, Math.min(most, number)));
  return [within(bounds.getWest(), 180), within(bounds.getSouth(), 90), within(bounds.getEast(), 180), within(bounds.getNorth(), 90)].join(",");
}
