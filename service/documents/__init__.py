"""The document of a thing: what matters first by what the thing is, its statements, and where the plan says so."""
