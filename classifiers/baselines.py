"""What the shipped scorer is compared with: a constant, a keyword list, and plain TF-IDF.

All three are scikit-learn pipelines over texts, trained on the same generated corpus. They never score a
page of an office.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted, validate_data

from classifiers.corpus.texts import generate
from classifiers.document import Document
from classifiers.estimator import TwoClasses
from classifiers.score import Label, Score

SEED = 20261125
PER_GRAMMAR = 30
FLAG = 0.5
WORDS = (
    *("закладк", "клад", "тайник", "прикоп", "магнит", "курьер", "кладмен", "спрятать", "ненаход"),
    *("мефедрон", "меф", "гашиш", "марихуан", "бошк", "шишк", "амфетамин", "экстази", "героин", "соль"),
    *("наркотик", "мдма", "лсд", "скорость", "кокаин", "метадон", "спайс", "альфа-пвп", "кристалл"),
    *("биткоин", "btc", "usdt", "предоплат", "автопродаж", "моментал", "оператор", "зеркал", "tor"),
    *("жасырын", "есірткі", "қойма", "төлем", "курьер керек", "апиын", "сораптық", "бағасы"),
    *("stash", "drop", "dead drop", "mephedrone", "hashish", "weed", "cocaine", "mdma", "ecstasy", "lsd"),
    *("heroin", "ketamine", "escrow", "vendor", "bitcoin", "monero", "mirror", "onion", "cannabis", "meth"),
)


class KeywordClassifier(TwoClasses):
    """Binary: the second class where the sum of a row's counts is above `threshold`. Learns nothing but the
    names of the classes. Fitted: `classes_`."""

    def __init__(self, threshold: float = 1.0) -> None:
        self.threshold = threshold

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803 - scikit-learn's name
        """Take the classes from `y`. ValueError for anything but two."""
        _, y = validate_data(self, X, y, dtype=np.float64)
        self._learn_classes(y)
        return self

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """How far the sum is above the threshold."""
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(rows.sum(axis=1) - self.threshold, dtype=np.float64)

    def __sklearn_tags__(self) -> Any:
        """Two classes only, and no claim to learn."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags


def keyword_counts(texts: Sequence[str]) -> NDArray[np.float64]:
    """How many different words of the list each text holds, as a column."""
    folded = (text.casefold() for text in texts)
    return np.asarray([[float(sum(word in text for word in WORDS))] for text in folded]).reshape(-1, 1)


def _constant(texts: Sequence[str]) -> NDArray[np.float64]:
    return np.zeros((len(texts), 1))


class PipelineScorer:
    """A fitted pipeline behind the scorer's protocol. Gives no reasons."""

    def __init__(self, name: str, pipeline: Pipeline) -> None:
        self.name = name
        self.pipeline = pipeline

    def score(self, documents: Sequence[Document]) -> list[Score]:
        """One score a document, in order; sale from 0.5 on."""
        return [self._score(value) for value in self._values([one.text for one in documents])]

    def _values(self, texts: Sequence[str]) -> Sequence[float]:
        if not texts:
            return []
        if hasattr(self.pipeline, "predict_proba"):
            values: Sequence[float] = self.pipeline.predict_proba(texts)[:, 1].tolist()
            return values
        # A count has no probability: one word more than the threshold is just flagged.
        logits = self.pipeline.decision_function(texts)
        return np.round(1 / (1 + np.exp(-logits)), 9).tolist()  # type: ignore[no-any-return]

    def _score(self, value: float) -> Score:
        label = Label.SALE if value > FLAG else Label.BENIGN
        return Score(
            value=value,
            sale=value,
            recruitment=0.0,
            label=label,
            language="und",
            signals=(),
            scorer=self.name,
        )


def pipelines() -> Mapping[str, Pipeline]:
    """The baselines by name, not fitted."""
    return {
        "constant": make_pipeline(FunctionTransformer(_constant), DummyClassifier(strategy="prior")),
        "keywords": make_pipeline(FunctionTransformer(keyword_counts), KeywordClassifier()),
        "TF-IDF": make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(class_weight="balanced", max_iter=300),
        ),
    }


@cache
def baselines() -> Mapping[str, PipelineScorer]:
    """The baselines by name, fitted on the corpus that the shipped model is trained on, of another seed."""
    return {name: _fitted(name, pipeline) for name, pipeline in pipelines().items()}


def wide_baseline() -> PipelineScorer:
    """TF-IDF as wide as published work on such texts makes it, with groups of letters beside the words; for
    its speed only."""
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    model = LogisticRegression(class_weight="balanced", max_iter=300)
    return _fitted("wide TF-IDF", make_pipeline(make_union(words, letters), model))


def _fitted(name: str, pipeline: Pipeline) -> PipelineScorer:
    texts, truth = _corpus()
    return PipelineScorer(name, pipeline.fit(texts, truth))


@cache
def _corpus() -> tuple[list[str], list[bool]]:
    corpus = generate(SEED, PER_GRAMMAR)
    truth = [one.label in (Label.SALE, Label.RECRUITMENT) for one in corpus]
    return [one.text for one in corpus], truth
