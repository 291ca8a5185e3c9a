"""Which language a word looks like: naive Bayes over its letters, two and three at a time.

The table is made by `classifiers.language_training` from texts written for it. Method: W. Cavnar and
J. Trenkle, N-Gram-Based Text Categorization, 1994; here with likelihoods in place of ranks.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from operator import add

LANGUAGES = ("kk", "ru", "en", "und")
SMOOTHING = 0.4
SIZES = (2, 3)
MAX_WORD = 24
"""Letters. Of a longer word the beginning is looked at."""

Scores = tuple[float, float, float, float]
"""Log-likelihoods in the order of LANGUAGES; only their differences mean something."""
NOTHING: Scores = (0.0, 0.0, 0.0, 0.0)
IMPOSSIBLE = -12.0
"""For a language that does not use the script at all: English in Cyrillic letters."""


def grams(word: str) -> list[str]:
    """The letter groups of a lower-case word, two and three at a time, its edges marked by a space."""
    marked = f" {word[:MAX_WORD]} "
    pairs = list(map(add, marked, marked[1:]))
    return [*pairs, *map(add, pairs, marked[2:])]


class LanguageModel:
    """Scores words of one script. `counts`: for each letter group how often each language had it."""

    def __init__(self, counts: Mapping[str, list[int]]) -> None:
        totals = [sum(row[number] for row in counts.values()) for number in range(len(LANGUAGES))]
        room = SMOOTHING * len(counts)
        self._table: dict[str, Scores] = {}
        for gram, row in counts.items():
            kk, ru, en, und = (
                math.log((count + SMOOTHING) / (total + room)) if total else IMPOSSIBLE
                for count, total in zip(row, totals, strict=True)
            )
            self._table[gram] = (kk, ru, en, und)

    def score(self, word: str) -> Scores:
        """The mean over the word's letter groups times its length; groups never seen say nothing."""
        found = list(filter(None, map(self._table.get, grams(word))))
        if not found:
            return NOTHING
        weight = min(len(word), MAX_WORD) / len(found)
        kk, ru, en, und = map(sum, zip(*found, strict=True))
        return kk * weight, ru * weight, en * weight, und * weight

    def unseen(self, word: str) -> int:
        """How many of the word's letter groups no text had."""
        return sum(group not in self._table for group in grams(word))


@cache
def load_models() -> tuple[LanguageModel, LanguageModel]:
    """The packaged models, for Cyrillic and for Latin words."""
    data = json.loads(files("classifiers").joinpath("data", "language.json").read_text(encoding="utf-8"))
    return LanguageModel(data["cyrillic"]), LanguageModel(data["latin"])
