"""What a text offers and where: the substances and places it names, for a person to read and sort by."""

from collections import Counter
from collections.abc import Iterable

from classifiers.detectors.places import place_names
from classifiers.detectors.substances import substances
from classifiers.reading import Reading

MAX_NAMES = 20


def substances_of(reading: Reading) -> tuple[str, ...]:
    """Substances by the names that the lexicons give them, the most frequent first, at most 20."""
    return _most(match.term.text.strip("=*") for match in substances(reading))


def places_of(reading: Reading) -> tuple[str, ...]:
    """Towns and districts as the text writes them, folded, the most frequent first, at most 20."""
    return _most(place_names(reading))


def _most(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(names).most_common(MAX_NAMES))
