"""The road: joins crawling, decoding, scoring and storing, and gathers findings into shops."""
