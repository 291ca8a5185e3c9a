"""The wording model: hashed crude stems and pairs of them, a linear model on top. It only ever nudges."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from classifiers.features import WORDING_LIMIT
from classifiers.lexicon import tokens_of

STEM = 5
"""Letters kept of a word: enough to tell words apart in three languages, few enough to drop most endings."""
BUCKETS = 2**14
MAX_CHARS = 20_000

_VECTORIZER = HashingVectorizer(
    n_features=BUCKETS,
    ngram_range=(1, 2),
    token_pattern=r"\S+",
    lowercase=False,
    alternate_sign=False,
    norm="l2",
)


def stems(text: str) -> str:
    """A normalised text as crude stems, digits as one sign, its first 20,000 characters."""
    words = (token.text for token in tokens_of(text[:MAX_CHARS]))
    return " ".join("0" if word.isdigit() else word[:STEM] for word in words)


def hashed(texts: Iterable[str]) -> csr_matrix:
    """Normalised texts as rows of hashed stems; stateless."""
    return _VECTORIZER.transform([stems(text) for text in texts])


def limited(logits: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds within what wording may say."""
    return np.clip(np.asarray(logits, dtype=np.float64), -WORDING_LIMIT, WORDING_LIMIT)
