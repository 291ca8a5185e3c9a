"""The estimators keep scikit-learn's conventions and the signs they are given."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from classifiers.baselines import KeywordClassifier, baselines
from classifiers.document import Document
from classifiers.estimator import MonotoneLogisticRegression


@parametrize_with_checks([MonotoneLogisticRegression(), KeywordClassifier()])  # type: ignore[untyped-decorator]
def test_an_estimator_keeps_the_conventions(estimator: Any, check: Callable[[Any], None]) -> None:
    check(estimator)


def test_a_signed_weight_never_turns_round_whatever_the_data_say() -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(300, 2))
    target = (rows[:, 0] < 0).astype(int)
    model = MonotoneLogisticRegression(C=10.0, bounds=[(0.0, None), (None, 0.0)]).fit(rows, target)
    assert model.coef_[0][0] == 0.0
    assert model.coef_[0][1] <= 0.0


def test_the_prior_holds_where_data_are_few() -> None:
    rows = np.array([[0.0, 1.0], [1.0, 0.0]])
    model = MonotoneLogisticRegression(C=1e-6, prior=[2.0, -1.0], prior_intercept=-3.0).fit(rows, [0, 1])
    assert model.coef_[0] == pytest.approx([2.0, -1.0], abs=1e-3)
    assert model.intercept_[0] == pytest.approx(-3.0, abs=1e-3)


def test_baselines_score_beside_the_shipped_scorer() -> None:
    offer, news = "закладка, мефедрон 1г, биткоин, магнит", "В школе прошёл концерт"
    values = {
        name: [score.value for score in scorer.score([Document(text=offer), Document(text=news)])]
        for name, scorer in baselines().items()
    }
    assert values["constant"][0] == values["constant"][1]
    assert values["keywords"][0] > 0.5 > values["keywords"][1]
    assert values["TF-IDF"][0] > values["TF-IDF"][1]
