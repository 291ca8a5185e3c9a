"""One scorer for all tests of this room: loading it takes a second."""

from collections.abc import Callable

import pytest

from classifiers.compiled import compiled_lexicon
from classifiers.corpus.texts import TrainingText
from classifiers.detectors import DETECTORS
from classifiers.document import Document
from classifiers.lexicon import Lexicon
from classifiers.reading import fold, read
from classifiers.score import Label, Score, Scorer
from classifiers.scorer import load
from classifiers.training import Trained, train

OWN = "shop 1"


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return load()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """As it is kept: `test_compiled` proves that it is what its terms come to."""
    return compiled_lexicon()


@pytest.fixture(scope="session")
def trained() -> Trained:
    """A small model with one text of an office's own. That training gives the shipped model is another test's
    claim: tests/mergen/test_help.py."""
    own = TrainingText(text="наш случай", label=Label.BENIGN, language="ru", group=OWN)
    return train(seed=4, extra=(own,), per_grammar=1, every=40)


@pytest.fixture(scope="session")
def score(scorer: Scorer) -> Callable[[str], Score]:
    return lambda text: scorer.score([Document(text=text)])[0]


@pytest.fixture(scope="session")
def kinds_in(lexicon: Lexicon) -> Callable[[str], set[str]]:
    """The kinds of signs that the detectors find in a text."""

    def kinds(text: str) -> set[str]:
        reading = read(fold(Document(text=text), lexicon), lexicon)
        return {mark.kind for detector in DETECTORS for mark in detector.detect(reading)}

    return kinds
