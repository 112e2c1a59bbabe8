"""Measures the program side by side with what people would install instead. Run as `plangraph bench`."""
