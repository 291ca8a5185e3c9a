"""Phrases of words that may each stand in several forms: found in one walk over the words of a text."""

from collections.abc import Iterator, Mapping, Sequence

Keys = tuple[str, ...]
"""What a word of a text may be: the words of phrases that it is a form of."""
STOP: Keys = ("",)
"""Ends every phrase. No phrase has such a word."""


class Phrases:
    """Finds phrases by the keys of their words. They stand in a tree (a trie): its nodes are numbers, a step
    leads from a node by a key to another, and a phrase ends where its number stands. A word with several
    keys is followed along each, so nothing is multiplied out (as an automaton of whole spellings would be,
    which grows with the product of the words' forms)."""

    def __init__(self, phrases: Mapping[Keys, int]) -> None:
        """`phrases`: the keys of each, and its number."""
        self._first: dict[str, int] = {}
        self._steps: list[dict[str, int]] = []
        self._ends: list[int | None] = []
        for keys, number in phrases.items():
            self._add(keys, number)

    def find(self, words: Sequence[Keys]) -> Iterator[tuple[int, int, int]]:
        """The number of each phrase found, and the first of its words and the one behind its last."""
        first, steps, ends = self._first, self._steps, self._ends
        for start, keys in enumerate(words):
            nodes = [first[key] for key in keys if key in first]
            at = start + 1
            while nodes:
                for node in nodes:
                    if (number := ends[node]) is not None:
                        yield number, start, at
                if at == len(words):
                    break
                following = words[at]
                nodes = [steps[node][key] for node in nodes for key in following if key in steps[node]]
                at += 1

    def _add(self, keys: Keys, number: int) -> None:
        table = self._first
        node = -1
        for key in keys:
            if key not in table:
                table[key] = len(self._steps)
                self._steps.append({})
                self._ends.append(None)
            node = table[key]
            table = self._steps[node]
        if node >= 0:
            self._ends[node] = number
