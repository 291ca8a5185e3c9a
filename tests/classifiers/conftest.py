"""One scorer for all tests of this room: loading it takes a second."""

from collections.abc import Callable

import pytest

from classifiers.document import Document
from classifiers.lexicon import Lexicon, load_terms
from classifiers.score import Score, Scorer
from classifiers.scorer import load


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return load()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(load_terms())


@pytest.fixture(scope="session")
def score(scorer: Scorer) -> Callable[[str], Score]:
    return lambda text: scorer.score([Document(text=text)])[0]
