"""A cheap look at which words a text has, before an expression is run over it."""

from classifiers.reading import STEM


def stems(words: str) -> frozenset[str]:
    """What `Reading.stems` holds for the words given: their first four letters."""
    return frozenset(word[:STEM] for word in words.split())
