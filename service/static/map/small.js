// The small map on a thing's page: its places among all others that are located, which stand back.
import { makeMap } from "./canvas.js";
import { Things } from "./things.js";

const NO_TILES = { templates: [], archive: null, credit: "" }; // a page of text asks nobody for pictures

for (const panel of document.querySelectorAll(".small-map")) show(panel);

async function show(panel) {
  const response = await fetch(panel.dataset.source, { headers: { Accept: "application/geo+json" } });
  if (!response.ok) return;
  const { features } = await response.json();
  const own = new Set(JSON.parse(panel.dataset.things));
  const pages = new Map(features.map(({ id, properties }) => [id, properties.address]));
  panel.hidden = false;
  const words = JSON.parse(panel.dataset.words);
  const map = makeMap(panel, { words, tiles: NO_TILES });
  const things = new Things(map, words, (iri) => location.assign(pages.get(iri)));
  map.scrollWheelZoom.disable(); // the page scrolls
  map.setView([0, 0], 2);
  for (const { id, properties } of features) properties.tasks = own.has(id) ? Math.max(1, properties.tasks) : 0;
  things.show({ features: features.sort((one, other) => other.properties.tasks - one.properties.tasks) });
  map.fitBounds(things.bounds(), { maxZoom: 14, padding: [30, 30] });
}
