"""What a process holds for all its requests: the store, the search index, what was computed, long answers."""
