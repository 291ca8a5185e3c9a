"""A logistic regression that respects what is known: signs of its weights, and where they start."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

Floats = NDArray[np.float64]


class TwoClasses(ClassifierMixin, BaseEstimator, ABC):  # type: ignore[misc]
    """A classifier of two classes, the second where `decision_function` is above zero. Fitted: `classes_`."""

    @abstractmethod
    def decision_function(self, X: ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """How much speaks for the second class."""

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """The likelier class."""
        positive = self.decision_function(X) > 0
        chosen: NDArray[Any] = self.classes_[positive.astype(int)]
        return chosen

    def _learn_classes(self, y: ArrayLike) -> NDArray[np.intp]:
        """Take the classes from `y`; gives each row's number among them. ValueError for anything but two."""
        check_classification_targets(y)
        self.classes_, target = np.unique(y, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass: "
                f"{len(self.classes_)} classes."
            )
        if len(self.classes_) < 2:
            raise ValueError("Classifier can't train when only one class is present.")
        return target

    def __sklearn_tags__(self) -> Any:
        """Says that there are two classes only."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


class MonotoneLogisticRegression(TwoClasses):
    """Binary logistic regression with a Gaussian prior around given weights, and bounds of them.

    Parameters: `C`, the inverse strength of the prior; `bounds`, the least and the greatest weight of each
    feature (None: free); `prior`, the prior mean of the weights (zero without); `prior_intercept`. Bounded at
    zero the probability can only rise with evidence for and only fall with evidence against, whatever the
    training texts say.
    Fitted: `coef_` (1, n_features), `intercept_` (1,), `classes_`, `n_iter_`.
    """

    def __init__(
        self,
        C: float = 1.0,  # noqa: N803 - scikit-learn's name
        bounds: Sequence[tuple[float | None, float | None]] | None = None,
        prior: Sequence[float] | None = None,
        prior_intercept: float = 0.0,
        max_iter: int = 500,
    ) -> None:
        self.C = C
        self.bounds = bounds
        self.prior = prior
        self.prior_intercept = prior_intercept
        self.max_iter = max_iter

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:  # noqa: N803
        """Fit by L-BFGS-B. ValueError for anything but two classes."""
        rows, y = validate_data(self, X, y, dtype=np.float64)
        target = self._learn_classes(y)
        weight = _check_sample_weight(sample_weight, rows, dtype=np.float64, ensure_non_negative=True)
        if not weight.any():
            raise ValueError("All sample weights are zero: nothing to learn from.")
        centre = np.zeros(rows.shape[1]) if self.prior is None else np.asarray(self.prior, dtype=np.float64)
        start = np.append(centre, self.prior_intercept)
        found = minimize(
            _loss,
            start,
            args=(rows, target.astype(np.float64), weight, start, 1.0 / self.C),
            jac=True,
            method="L-BFGS-B",
            bounds=[*(self.bounds or [(None, None)] * rows.shape[1]), (None, None)],
            options={"maxiter": self.max_iter},
        )
        self.coef_ = found.x[np.newaxis, :-1]
        self.intercept_ = found.x[-1:]
        self.n_iter_ = int(found.nit)
        return self

    def decision_function(self, X: ArrayLike) -> Floats:  # noqa: N803
        """Log-odds of the second class."""
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray(rows @ self.coef_[0] + self.intercept_[0], dtype=np.float64)

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803
        """Probabilities of both classes."""
        positive = expit(self.decision_function(X))
        return np.column_stack([1.0 - positive, positive])


def _loss(
    weights: Floats, rows: Floats, target: Floats, sample_weight: Floats, start: Floats, pull: float
) -> tuple[float, Floats]:
    logits = rows @ weights[:-1] + weights[-1]
    away = weights - start
    loss = float(sample_weight @ (np.logaddexp(0.0, logits) - target * logits)) + 0.5 * pull * float(
        away @ away
    )
    residual = sample_weight * (expit(logits) - target)
    gradient = np.append(rows.T @ residual, residual.sum()) + pull * away
    return loss, gradient
