"""Substances named in a text."""

from classifiers.lexicon import TermMatch
from classifiers.reading import Reading

_NAMED = frozenset({"C1_formal_name", "C2_slang"})
SURE = 0.35
"""Names at least this strong have few other meanings."""


def substances(reading: Reading, *, doubtful: bool = False) -> list[TermMatch]:
    """Matches of substance names that stand and have few other meanings; with `doubtful` the others too."""
    return [
        match
        for match in reading.standing
        if match.term.kind in _NAMED and (doubtful or match.term.strength >= SURE)
    ]
