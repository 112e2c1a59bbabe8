// The places of an answer on a plain map: only what the data hold, no tiles of others.
import L from "../vendor/leaflet-1.9.4.min.js";

const panel = document.querySelector("[data-features]");
const features = JSON.parse(panel.dataset.features);
panel.hidden = false;

const map = L.map(panel, { attributionControl: false, zoomSnap: 0.25 });
const look = { className: "place-shape", radius: 6, weight: 2 };
const drawn = L.geoJSON(features, {
  style: look,
  pointToLayer: (_, place) => L.circleMarker(place, look),
  onEachFeature: ({ properties }, layer) => layer.bindTooltip(properties.label),
}).addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.fitBounds(drawn.getBounds(), { maxZoom: 16, padding: [24, 24] });
