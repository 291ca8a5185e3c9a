"""The wording model: hashed crude stems and pairs of them, a linear model on top. It only ever nudges."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from classifiers.features import WORDING_LIMIT
from classifiers.lexicon import Token

STEM = 5
"""Letters kept of a word: enough to tell words apart in three languages, few enough to drop most endings."""
BUCKETS = 2**14
MAX_WORDS = 3_000

_VECTORIZER = HashingVectorizer(
    n_features=BUCKETS,
    ngram_range=(1, 2),
    token_pattern=r"\S+",
    lowercase=False,
    alternate_sign=False,
    norm="l2",
)


def stems(tokens: Sequence[Token]) -> str:
    """The words of a normalised text as crude stems, digits as one sign, the first 3,000 words."""
    return " ".join("0" if word.text.isdigit() else word.text[:STEM] for word in tokens[:MAX_WORDS])


def hashed(texts: Iterable[Sequence[Token]]) -> csr_matrix:
    """Texts as rows of hashed stems; stateless."""
    return _VECTORIZER.transform([stems(tokens) for tokens in texts])


def limited(logits: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds within what wording may say."""
    return np.clip(np.asarray(logits, dtype=np.float64), -WORDING_LIMIT, WORDING_LIMIT)
