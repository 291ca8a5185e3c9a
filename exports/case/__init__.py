"""Confirmed shops for case systems: CASE/UCO 1.x as JSON-LD (caseontology.org)."""
