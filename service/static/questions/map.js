// The places of an answer on a plain map: only what the data hold, no tiles of others.
import { addGrid } from "../map/canvas.js";
import { keepApart } from "../map/names.js";
import { element } from "../sparql/elements.js";
import L from "../vendor/leaflet-1.9.4.min.js";

const MOST_NAMED = 100;

const panel = document.querySelector("[data-features]");
const features = JSON.parse(panel.dataset.features);
panel.hidden = false;

const map = L.map(panel, { attributionControl: false, zoomSnap: 0.25 });
const look = { className: "place-shape", weight: 2 };
const largest = Math.max(1, ...features.features.map(({ properties }) => properties.value ?? 0));
// As large an area as the value is large, and always large enough to point at.
const radius = ({ value }) => (value === undefined ? 6 : 5 + 15 * Math.sqrt(value / largest));
const said = ({ label, value }) => (value === undefined ? label : `${label} ${value}`);
const circle = ({ properties }, place) => L.circleMarker(place, { ...look, radius: radius(properties) });
const drawn = L.geoJSON(features, { style: look, pointToLayer: circle }).addTo(map);
const named = [];
for (const layer of drawn.getLayers()) {
  const isNamed = named.length < MOST_NAMED;
  const name = element("span", {}, said(layer.feature.properties));
  layer.bindTooltip(name, isNamed ? { permanent: true, direction: "right", className: "map-name" } : {});
  if (isNamed) named.push(layer);
}
addGrid(map);
L.control.scale({ imperial: false }).addTo(map);
map.on("zoomend moveend", () => keepApart(map, named));
map.fitBounds(drawn.getBounds(), { maxZoom: 16, padding: [36, 36] });
keepApart(map, named);
