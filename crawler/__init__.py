"""Collecting: a request becomes a capture, a capture becomes a page. Knows nothing of databases."""
