"""The wording model: how much a text sounds like the trade, by the letters of its words.

Of each distinct word the groups of three to five letters count, its edges among them, hashed; a group that
few texts have counts more. What a word says does not depend on the others, so that it is found out once and
remembered. A text says the sum of its words by the root of the number of their groups. Names of towns and
the ending of hosts that are reserved for examples (RFC 2606) say nothing: how often they stand in offers is
the chance of the texts that were trained on.
"""

import re
from collections.abc import Iterable
from math import sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.known import Known
from classifiers.towns import TOWN_PART

GROUPS = (3, 4, 5)
BUCKETS = 2**16
WEIGHT_DECIMALS = 5
"""Of a bucket's log-odds. There are many: more decimals would only make the file larger."""
MAX_WORD = 20
"""Letters of a longer word that are read."""
MAX_WORDS = 3_000
"""Words of a longer text that are read."""
LOWEST, HIGHER, HIGHEST = -1.5, 2.0, 3.0
"""The log-odds count within these: words help, they do not decide. From `LOWEST` to `HIGHEST` where they are
quoted as a sign of their own, to `HIGHER` where not."""
_UNHEARD = re.compile(rf"(?:{TOWN_PART}|example)(?!\w)")


def groups_of(word: str) -> set[int]:
    """The buckets of a word's letter groups, none of a name that says nothing; digits are one sign."""
    if _UNHEARD.match(word):
        return set()
    edged = f" {'0' if word.isdigit() else word[:MAX_WORD]} "
    letters = edged.encode("utf-16-le", "surrogatepass")
    return {
        crc32(letters[start : start + 2 * size]) % BUCKETS
        for size in GROUPS
        for start in range(0, 2 * (len(edged) - size) + 1, 2)
    }


def distinct(words: Iterable[str]) -> list[str]:
    """The words, each once, in order."""
    return list(dict.fromkeys(words))


def held(logit: float, *, telling: bool = False) -> float:
    """Log-odds of the wording as they count; `telling`: as a sign of their own."""
    return max(LOWEST, min(HIGHEST if telling else HIGHER, logit))


_FINE: int = 10**WEIGHT_DECIMALS


class Wording:
    """What texts sound like. `weights`: log-odds of a bucket. Thread-safe. They are added up as whole
    numbers, whose sum has no order."""

    def __init__(self, weights: NDArray[np.float64], intercept: float) -> None:
        self._weights: list[int] = np.rint(weights * _FINE).astype(int).tolist()
        self._intercept = intercept
        self._words = Known(self._look)

    def logit(self, words: Iterable[str]) -> float:
        """The log-odds of a text of these words."""
        said = [self._words[word] for word in distinct(words)]
        total = sum([weight for weight, _ in said])
        groups = sum([count for _, count in said])
        return self._intercept + total / (_FINE * sqrt(groups or 1))

    def said_by(self, word: str) -> float:
        """What a word adds to a text, before the length of the text is allowed for."""
        return self._words[word][0] / _FINE

    def _look(self, word: str) -> tuple[int, int]:
        groups = groups_of(word)
        return sum(map(self._weights.__getitem__, groups)), len(groups)
