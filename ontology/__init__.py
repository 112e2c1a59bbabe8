"""What we say: the vocabulary, its shapes and its names."""
