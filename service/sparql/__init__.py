"""SPARQL over HTTP: the protocol, a query from request to answer, and what the endpoint says of itself."""
