"""Captures as WACZ packages (Web Archive Collection Zipped, 1.1.1), which other tools check and replay."""
