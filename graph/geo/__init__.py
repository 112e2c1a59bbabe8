"""Geometry as GeoSPARQL has it: literals, reference systems, units, functions, an index. It knows no store."""
