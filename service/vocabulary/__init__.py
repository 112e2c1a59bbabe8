"""The vocabulary: what its pages show, the terms to write a query with, and how properties relate."""
