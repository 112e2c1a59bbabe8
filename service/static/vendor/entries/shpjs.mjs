// Shapefiles as GeoJSON, and the stream that unpacks their archives: with it the reader counts what comes out, and stops
// before an archive that was made to burst has filled the memory.
export { Unzip, UnzipInflate } from "fflate";
export { default as readShapefile } from "shpjs";
