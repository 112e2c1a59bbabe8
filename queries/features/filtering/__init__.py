"""CQL2, the OGC's Common Query Language: read by a parser, and answered over the columns of a table."""
