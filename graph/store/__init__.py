"""Where quads live: one protocol, in this process or on a SPARQL server."""
