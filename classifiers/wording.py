"""The wording model: hashed crude stems and pairs of them, a linear model on top. It only ever nudges."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.features import WORDING_LIMIT

STEM = 5
"""Letters kept of a word: enough to tell words apart in three languages, few enough to drop most endings."""
BUCKETS = 2**14
MAX_WORDS = 3_000
"""Of a longer text the rest is left out."""
_PAIR = 2_654_435_761 % BUCKETS
"""Knuth's multiplier: spreads the number of a pair's first word."""

Row = tuple[NDArray[np.intp], NDArray[np.float64]]
"""A sparse row: the columns that it fills, in order, and how much of each."""


@lru_cache(maxsize=200_000)
def _stem(word: str) -> int:
    return crc32(b"0" if word.isdigit() else word[:STEM].encode("utf-8", "replace")) % BUCKETS


def buckets(words: Sequence[str]) -> NDArray[np.intp]:
    """The buckets of words: crude stems, digits as one sign, and pairs of neighbours."""
    stems = np.fromiter(map(_stem, words), np.intp, len(words))
    return np.concatenate([stems, (stems[:-1] * _PAIR + stems[1:]) % BUCKETS])


def hashed(words: Sequence[str]) -> Row:
    """A text as a row of length one whose columns are buckets."""
    filled, counts = np.unique(buckets(words), return_counts=True)
    return filled, counts / max(float(np.linalg.norm(counts)), 1e-12)


def limited(logits: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds within what wording may say."""
    return np.clip(np.asarray(logits, dtype=np.float64), -WORDING_LIMIT, WORDING_LIMIT)
