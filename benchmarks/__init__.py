"""Mergen and a peer in turn, on the same input, in one run. See docs/benchmarks.md."""
