"""The wording model: hashed words, pairs of them and parts of them, a linear model on top. It helps, and
never decides alone: `classifiers.rules` says what must be there besides."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.features import WORDING_LIMIT

STEM = 5
"""Letters kept of a word: enough to tell words apart in three languages, few enough to drop most endings."""
WORDS, PARTS = 2**14, 2**16
BUCKETS = WORDS + PARTS
"""Columns: first those of words and pairs, behind them those of parts."""
SIZES = (3, 4, 5)
"""Letters of a part. What a word is made of tells its kin, its case and its misspellings (as fastText has
it: Bojanowski et al. 2017); its beginning and its end count as letters."""
MAX_WORDS = 3_000
"""Of a longer text the rest is left out."""
_LONGEST = 24
_PAIR = 2_654_435_761
"""Knuth's multiplier: spreads the number of a pair's first word."""

Row = tuple[NDArray[np.intp], NDArray[np.float64]]
"""A sparse row: the columns that it fills, in order, and how much of each."""


@lru_cache(maxsize=200_000)
def _stem(word: str) -> int:
    return _number("0" if word.isdigit() else word[:STEM])


@lru_cache(maxsize=200_000)
def _parts(word: str) -> tuple[int, ...]:
    padded = f" {word[:_LONGEST]} "
    return tuple(
        WORDS + _number(padded[start : start + size]) % PARTS
        for size in SIZES
        for start in range(max(1, len(padded) - size + 1))
    )


def _number(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


def hashed(words: Sequence[str]) -> Row:
    """A text as a row of buckets: its words as crude stems, digits as one sign, and pairs of neighbours,
    together of length one; and the parts of the words, of length one as well."""
    stems = [_stem(word) for word in words]
    pairs = ((first * _PAIR + second) % WORDS for first, second in pairwise(stems))
    whole = _unit(chain((stem % WORDS for stem in stems), pairs))
    parts = _unit(chain.from_iterable(map(_parts, words)))
    return np.concatenate([whole[0], parts[0]]), np.concatenate([whole[1], parts[1]])


def _unit(buckets: Iterable[int]) -> Row:
    filled, counts = np.unique(np.fromiter(buckets, dtype=np.intp), return_counts=True)
    return filled, counts / max(float(np.linalg.norm(counts)), 1e-12)


def limited(logits: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds within what wording may say."""
    return np.clip(np.asarray(logits, dtype=np.float64), -WORDING_LIMIT, WORDING_LIMIT)
