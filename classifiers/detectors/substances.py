"""Substances named in a text."""

from classifiers.lexicon import TermMatch
from classifiers.reading import Reading

_NAMED = frozenset({"C1_formal_name", "C2_slang"})
SURE = 0.35
"""Names at least this strong have few other meanings."""


def substances(reading: Reading, *, doubtful: bool = False) -> list[TermMatch]:
    """Matches of substance names that stand and have few other meanings; with `doubtful` the others too. Of
    several terms that one name is, the strongest."""
    found: dict[tuple[int, int], TermMatch] = {}
    for match in reading.standing:
        if match.term.kind in _NAMED:
            other = found.get((match.start, match.end))
            if not other or other.term.strength < match.term.strength:
                found[match.start, match.end] = match
    return [match for match in found.values() if doubtful or match.term.strength >= SURE]
