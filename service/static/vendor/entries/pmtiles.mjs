// PMTiles: one file of tiles, read by ranges. Its Leaflet layer looks for Leaflet in `globalThis.L`.
export { leafletRasterLayer, PMTiles } from "pmtiles";
