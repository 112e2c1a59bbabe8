// KML as GeoJSON; it takes the document that the browser's own parser has read.
export { kml } from "@tmcw/togeojson";
