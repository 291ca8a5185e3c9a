"""The wording model: hashed crude stems and pairs of them, a linear model on top. It only ever nudges."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer

from classifiers.features import WORDING_LIMIT
from classifiers.lexicon import Token

STEM = 5
"""Letters kept of a word: enough to tell words apart in three languages, few enough to drop most endings."""
BUCKETS = 2**14
MAX_WORDS = 3_000


def grams(tokens: Sequence[Token]) -> list[str]:
    """Crude stems of the first 3,000 words, digits as one sign, and pairs of neighbours."""
    stems = ["0" if word.text.isdigit() else word.text[:STEM] for word in tokens[:MAX_WORDS]]
    return stems + [f"{first} {second}" for first, second in pairwise(stems)]


_VECTORIZER = HashingVectorizer(n_features=BUCKETS, analyzer=grams, alternate_sign=False, norm="l2")


def hashed(texts: Iterable[Sequence[Token]]) -> Any:
    """Texts as rows of hashed stems, a sparse matrix; stateless."""
    return _VECTORIZER.transform(texts)


def limited(logits: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds within what wording may say."""
    return np.clip(np.asarray(logits, dtype=np.float64), -WORDING_LIMIT, WORDING_LIMIT)
