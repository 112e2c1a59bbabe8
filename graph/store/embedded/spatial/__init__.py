"""GeoSPARQL in the engine: its functions, aggregates and properties, and an index. Imported when a query needs it."""
