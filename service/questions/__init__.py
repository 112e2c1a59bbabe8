"""The questions of the catalogue: their page, as text to paste elsewhere, and as RDF."""
