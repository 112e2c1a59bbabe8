// Tiles below the map: pictures from the addresses that the settings name, or a PMTiles file that the server has.
import L from "../vendor/leaflet-1.9.4.min.js";

const VECTOR = 1; // the tile type of PMTiles version 3

export async function addTiles(map, { templates, archive }) {
  for (const template of templates) L.tileLayer(template, { className: "map-tiles", maxZoom: 18 }).addTo(map);
  if (!archive) return;
  globalThis.L = L; // where the libraries of tiles look for it
  const { PMTiles, leafletRasterLayer } = await import("../vendor/pmtiles-4.5.0.min.js");
  const source = new PMTiles(new URL(archive, location.href).href);
  const { tileType, maxZoom } = await source.getHeader();
  if (tileType !== VECTOR) {
    leafletRasterLayer(source, { className: "map-tiles", maxNativeZoom: maxZoom }).addTo(map);
    return;
  }
  const { leafletLayer } = await import("../vendor/protomaps-5.1.0.min.js");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const flavour = () => (dark.matches ? "dark" : "light");
  leafletLayer({ url: source, flavor: flavour(), lang: document.documentElement.lang.startsWith("zh") ? "zh-Hans" : "en", maxDataZoom: maxZoom }).addTo(map);
}
