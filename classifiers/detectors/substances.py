"""Substances named in a text."""

from classifiers.detectors.terms import standing
from classifiers.lexicon import TermMatch
from classifiers.reading import Reading

SURE = 0.35
"""Names at least this strong have few other meanings."""


def substances(reading: Reading) -> list[TermMatch]:
    """Matches of substance names that stand and have few other meanings."""
    named = {"C1_formal_name", "C2_slang"}
    return [
        match
        for match in standing(reading.matches)
        if match.term.kind in named and match.term.strength >= SURE
    ]
