"""Copies of a whole store, each of one moment, which share what has not changed."""
