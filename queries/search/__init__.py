"""Full-text search: over the names of things and over the sentences of the plans, in Chinese, pinyin and English."""
