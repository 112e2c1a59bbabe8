"""The words of the interface, in Chinese and English, and what things are called in the reader's language."""
