"""Which beginnings of a word are worth looking up: those as long as a known one that starts alike."""

from collections import defaultdict
from collections.abc import Iterable


class Beginnings:
    """Beginnings of words, by their first `shortest` letters; shorter ones are left out."""

    def __init__(self, known: Iterable[str], shortest: int) -> None:
        sizes: dict[str, set[int]] = defaultdict(set)
        for one in known:
            if len(one) >= shortest:
                sizes[one[:shortest]].add(len(one))
        self._shortest = shortest
        self._sizes = {head: tuple(sorted(found, reverse=True)) for head, found in sizes.items()}

    def sizes(self, word: str) -> tuple[int, ...]:
        """How many letters of a word may be a known beginning, the most first."""
        return self._sizes.get(word[: self._shortest], ())
