"""A second stage on trial: sentence embeddings with a linear head, for texts that are left unsure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from classifiers.rules import FLAG, UNSURE
from classifiers.score import Score

Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], Floats]
"""Gives one row a text."""

SIZE = 600
"""Characters that are embedded of a text: some 150 tokens."""
PASSED = 0.05
"""Share of harmless texts among our own unsure ones that a threshold lets pass."""
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What a second stage learns from. `values` are the first stage's, of texts it had not seen; `groups`
    are kept on one side of any split."""

    rows: Floats
    values: Floats
    truth: NDArray[np.bool_]
    groups: Sequence[str]

    @property
    def unsure(self) -> NDArray[np.bool_]:
        """Which of them the first stage leaves unsure."""
        return (self.values >= UNSURE) & (self.values < FLAG)


class SecondStage:
    """Log-odds of a head on embeddings, joined with those of the first stage. `lowered` is the threshold with
    which the first stage alone would let as many of our own harmless texts pass."""

    def __init__(self, examples: Examples) -> None:
        head = make_pipeline(
            StandardScaler(), LogisticRegression(C=0.003, class_weight="balanced", max_iter=500)
        )
        unseen = cross_val_predict(
            head,
            examples.rows,
            examples.truth,
            groups=examples.groups,
            cv=GroupKFold(FOLDS),
            method="decision_function",
        )
        self._head = head.fit(examples.rows, examples.truth)
        unsure, harmless = examples.unsure, ~examples.truth[examples.unsure]
        both = np.column_stack([unseen, logit(examples.values)])[unsure]
        self._joined = LogisticRegression().fit(both, ~harmless)
        passing = self._joined.decision_function(both)[harmless]
        self._threshold = float(np.quantile(passing, 1.0 - PASSED))
        self.lowered = float(np.quantile(examples.values[unsure][harmless], 1.0 - PASSED))

    def values(self, rows: Floats, values: Floats) -> Floats:
        """New values for unsure texts: FLAG at the threshold, and never below UNSURE."""
        both = np.column_stack([self._head.decision_function(rows), logit(values)])
        passing = self._joined.decision_function(both) - self._threshold
        return np.asarray(UNSURE + 2.0 * (FLAG - UNSURE) * expit(passing), dtype=np.float64)


def part(text: str, score: Score) -> str:
    """The part of a text in which most of what the score quotes stands."""
    if len(text) <= SIZE:
        return text
    starts = [signal.start for signal in score.signals] or [0]
    first = max(
        starts,
        key=lambda start: sum(abs(each.weight) for each in score.signals if 0 <= each.start - start < SIZE),
    )
    first = min(first, len(text) - SIZE)
    return text[first : first + SIZE]
