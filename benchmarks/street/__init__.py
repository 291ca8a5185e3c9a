"""Codes as the street shows them: invented, seeded photos by condition and severity, with their truth."""
