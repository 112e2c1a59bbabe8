// Vector tiles drawn on canvases for Leaflet, which it looks for in `globalThis.L`.
export { leafletLayer } from "protomaps-leaflet";
