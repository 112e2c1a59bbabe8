"""The union of a store's graphs in columns (DuckDB), and the queries that are answered from them."""
