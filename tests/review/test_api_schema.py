"""Schemathesis asks the API what its description allows and what it does not, and holds the answers to it."""
