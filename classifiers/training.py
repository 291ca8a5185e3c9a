"""Training: the same seed, lexicons and grammars give the same model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from classifiers.corpus.texts import PER_GRAMMAR, SEED, TrainingText, digest, generate
from classifiers.document import Document
from classifiers.estimator import MonotoneLogisticRegression
from classifiers.features import RECRUITMENT_BIAS, SALE_BIAS, matrix
from classifiers.lexicon import Lexicon, load_terms
from classifiers.model import TRACKS, VERSION, CorpusCard, Linear, Model, Track, save_model
from classifiers.score import Label
from classifiers.scorer import weigh_document
from classifiers.wording import BUCKETS, Row, hashed, limited

BIAS = {"sale": SALE_BIAS, "recruitment": RECRUITMENT_BIAS}
LABELS = {"sale": Label.SALE, "recruitment": Label.RECRUITMENT}
WORDING_PRIOR = 0.5
PRIOR_STRENGTH = 0.0005
FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """The tracks and what they were trained on."""

    tracks: dict[str, Track]
    texts: tuple[TrainingText, ...]
    seed: int


def train(seed: int = SEED, extra: Sequence[TrainingText] = (), per_grammar: int = PER_GRAMMAR) -> Trained:
    """Train both tracks on the generated corpus and `extra` texts (an office's own decisions)."""
    texts = (*generate(seed, per_grammar), *extra)
    return Trained(tracks=fit(texts), texts=texts, seed=seed)


def fit(texts: Sequence[TrainingText]) -> dict[str, Track]:
    """Both tracks, trained on these texts and nothing else."""
    lexicon = Lexicon(load_terms())
    weighed = [weigh_document(Document(text=one.text), lexicon) for one in texts]
    groups = np.asarray([one.group for one in texts])
    weights = np.asarray([one.weight for one in texts])
    tracks = {}
    for name, features in TRACKS.items():
        target = np.asarray([one.label is LABELS[name] for one in texts], dtype=int)
        rows = _sparse([hashed(one.words(name)) for one in weighed])
        wording = _wording_model()
        unseen = cross_val_predict(
            wording,
            rows,
            target,
            groups=groups,
            cv=GroupKFold(FOLDS),
            method="decision_function",
            params={"sample_weight": weights},
        )
        numbers = np.column_stack(
            [matrix([one.evidence(name) for one in weighed], features), limited(unseen)]
        )
        wording.fit(rows, target, sample_weight=weights)
        joined = _weights(name, numbers, target, weights)
        tracks[name] = Track(wording=_linear(wording), evidence=_linear(joined))
    return tracks


def _sparse(rows: Sequence[Row]) -> csr_matrix:
    ends = np.cumsum([0, *(len(filled) for filled, _ in rows)])
    columns, amounts = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return csr_matrix((amounts, columns, ends), shape=(len(rows), BUCKETS))


def _linear(fitted: LogisticRegression | MonotoneLogisticRegression) -> Linear:
    return Linear(weights=fitted.coef_[0], intercept=float(fitted.intercept_[0]))


def _wording_model() -> LogisticRegression:
    """Solved in the dual, as there are more buckets than texts: the same optimum, tens of times as fast."""
    return LogisticRegression(
        C=3.0, class_weight="balanced", solver="liblinear", dual=True, max_iter=300, random_state=0
    )


def _weights(
    name: str, numbers: NDArray[np.float64], target: NDArray[np.int_], weights: NDArray[np.float64]
) -> MonotoneLogisticRegression:
    features = TRACKS[name]
    model = MonotoneLogisticRegression(
        C=1.0 / (PRIOR_STRENGTH * float(weights.sum())),
        signs=[*(feature.sign for feature in features), 1],
        prior=[*(feature.prior for feature in features), WORDING_PRIOR],
        prior_intercept=BIAS[name],
    )
    return model.fit(numbers, target, sample_weight=weights)


def train_and_save(
    folder: Path, seed: int = SEED, extra: Sequence[TrainingText] = (), *, version: str = VERSION
) -> Model:
    """Train and write `model.npz` and `model.json` into `folder`."""
    trained = train(seed, extra)
    origin = CorpusCard(
        seed=seed, texts=len(trained.texts), own_texts=len(extra), corpus_sha256=digest(trained.texts)
    )
    return save_model(trained.tracks, folder, origin, version)
