"""OGC API – Features: what the standard's resources say, as documents, features and pages."""
