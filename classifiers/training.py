"""Training: the same seed, lexicons and grammars give the same model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from classifiers.corpus.texts import PER_GRAMMAR, SEED, TrainingText, digest, generate
from classifiers.document import Document
from classifiers.estimator import MonotoneLogisticRegression
from classifiers.features import RECRUITMENT_BIAS, SALE_BIAS, matrix
from classifiers.lexicon import Lexicon, load_terms
from classifiers.model import TRACKS, VERSION, WORDING, CorpusCard, Linear, Model, save_model, weights_digest
from classifiers.score import Label
from classifiers.weighed import Weighed, weigh_document
from classifiers.wording import BUCKETS, WEIGHT_DECIMALS, distinct, groups_of

BIAS = {"sale": SALE_BIAS, "recruitment": RECRUITMENT_BIAS}
LABELS = {"sale": Label.SALE, "recruitment": Label.RECRUITMENT}
PRIOR_STRENGTH = 0.0005
FOLDS = 5
TAUGHT = 1.0
"""The wording's log-odds are held within ± this while the weights of evidence are trained: evidence learns to
stand without it."""
DRAWN = 0.7
"""How much a text drawn from a grammar counts for the wording: its words are few and often repeated."""
STRENGTH = 5.0
"""Of the wording's weights: the inverse of their regularisation."""
DECIMALS = 9
"""Of a weight. Processors add up differently from the twelfth on; a model's digest should not."""


SAMPLED_PER_GRAMMAR, SAMPLED_EVERY = 2, 10
"""A sample of the corpus: of each grammar so many texts, of the written ones each tenth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """The models and what they were trained on."""

    wording: Linear
    tracks: dict[str, Linear]
    texts: tuple[TrainingText, ...]
    seed: int


def train(
    seed: int = SEED, extra: Sequence[TrainingText] = (), per_grammar: int = PER_GRAMMAR, every: int = 1
) -> Trained:
    """Train on the generated corpus (`per_grammar` and `every` make it smaller) and `extra` texts (an
    office's own decisions)."""
    texts = (*generate(seed, per_grammar, every), *extra)
    wording, tracks = fit(texts)
    return Trained(wording=wording, tracks=tracks, texts=texts, seed=seed)


def fit(texts: Sequence[TrainingText]) -> tuple[Linear, dict[str, Linear]]:
    """The wording and both tracks, trained on these texts and nothing else."""
    lexicon = Lexicon(load_terms())
    weighed = [weigh_document(Document(text=one.text), lexicon) for one in texts]
    weights = np.asarray([one.weight for one in texts])
    heard = _Heard.of(texts, weighed)
    tracks = {}
    for name, unseen in heard.unseen().items():
        target = np.asarray([one.label is LABELS[name] for one in texts], dtype=int)
        evidence = [
            replace(one.evidence(name), wording=said)
            for one, said in zip(weighed, unseen.tolist(), strict=True)
        ]
        numbers = matrix(evidence, TRACKS[name])
        tracks[name] = _linear(_weights(name, numbers, target, weights))
    return heard.wording(), tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """Texts by their letter groups: what stands where a text's signs are, and where each track's are; whether
    they are of the trade, their groups, and how much each counts."""

    own: csr_matrix
    tracks: Mapping[str, csr_matrix]
    target: NDArray[np.int_]
    groups: Sequence[str]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Sequence[TrainingText], weighed: Sequence[Weighed]) -> Self:
        """Texts and what was read in them."""
        tracks = ["recruitment" if one.label is LABELS["recruitment"] else "sale" for one in texts]
        return cls(
            own=counted([one.words(track) for one, track in zip(weighed, tracks, strict=True)]),
            tracks={track: counted([one.words(track) for one in weighed]) for track in TRACKS},
            target=np.asarray([one.label in LABELS.values() for one in texts], dtype=int),
            groups=[one.group for one in texts],
            weights=np.asarray([DRAWN if one.drawn else 1.0 for one in texts]),
        )

    def wording(self, rows: NDArray[np.int_] | slice = slice(None)) -> Linear:
        """The wording model of these rows. Rare groups count more, as in TF-IDF."""
        own = self.own[rows]
        rarity = 1.0 + np.log((1 + own.shape[0]) / (1 + own.getnnz(axis=0)))
        rarity /= rarity[own.indices].mean()
        fitted = LogisticRegression(
            C=STRENGTH, class_weight="balanced", solver="liblinear", dual=True, max_iter=300, random_state=0
        )  # the dual, as there are more buckets than texts: the same optimum, tens of times as fast
        fitted.fit(csr_matrix(own.multiply(rarity)), self.target[rows], sample_weight=self.weights[rows])
        linear = _linear(fitted)
        return Linear(
            weights=np.round(linear.weights * rarity, WEIGHT_DECIMALS) + 0.0, intercept=linear.intercept
        )

    def unseen(self) -> dict[str, NDArray[np.float64]]:
        """For each track what a wording model that saw no text of its group says of each text."""
        said = {track: np.zeros(len(self.groups)) for track in TRACKS}
        for seen, unseen in GroupKFold(FOLDS).split(self.groups, groups=self.groups):
            wording = self.wording(seen)
            for track, rows in self.tracks.items():
                logits = rows[unseen] @ wording.weights + wording.intercept
                said[track][unseen] = np.clip(logits, -TAUGHT, TAUGHT)
        return said


def counted(texts: Sequence[Sequence[str]]) -> csr_matrix:
    """One row a text: how many of its distinct words hold each letter group, by the root of the sum."""
    rows = [np.fromiter(_all_groups(words), np.intp) for words in texts]
    lengths = [len(row) for row in rows]
    amounts = np.repeat([1 / sqrt(max(1, length)) for length in lengths], lengths)
    ends = np.cumsum([0, *lengths])
    found = csr_matrix((amounts, np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    found.sum_duplicates()
    return found


def _all_groups(words: Sequence[str]) -> Iterator[int]:
    for word in distinct(words):
        yield from groups_of(word)


def _linear(fitted: LogisticRegression | MonotoneLogisticRegression) -> Linear:
    weights = np.round(fitted.coef_[0], DECIMALS) + 0.0  # no -0.0: it is another byte
    return Linear(weights=weights, intercept=round(float(fitted.intercept_[0]), DECIMALS))


def _weights(
    name: str, numbers: NDArray[np.float64], target: NDArray[np.int_], weights: NDArray[np.float64]
) -> MonotoneLogisticRegression:
    features = TRACKS[name]
    model = MonotoneLogisticRegression(
        C=1.0 / (PRIOR_STRENGTH * float(weights.sum())),
        bounds=[feature.bounds for feature in features],
        prior=[feature.prior for feature in features],
        prior_intercept=BIAS[name],
    )
    return model.fit(numbers, target, sample_weight=weights)


def sample_digest(seed: int = SEED) -> str:
    """SHA-256, in hex, of the weights that a sample of the corpus gives: whatever changes the model, be it
    code, lexicons or texts of the sample, changes it too, and it takes a tenth of the time."""
    trained = train(seed, per_grammar=SAMPLED_PER_GRAMMAR, every=SAMPLED_EVERY)
    return weights_digest({WORDING: trained.wording, **trained.tracks})


def train_and_save(
    folder: Path, seed: int = SEED, extra: Sequence[TrainingText] = (), *, version: str = VERSION
) -> Model:
    """Train and write `model.npz` and `model.json` into `folder`."""
    trained = train(seed, extra)
    origin = CorpusCard(
        seed=seed,
        texts=len(trained.texts),
        own_texts=len(extra),
        corpus_sha256=digest(trained.texts),
        sample_sha256="" if extra else sample_digest(seed),
    )
    return save_model(trained.wording, trained.tracks, folder, origin, version)
