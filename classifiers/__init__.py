"""Scoring: a document becomes signals, signals become a score. No network, no database."""
