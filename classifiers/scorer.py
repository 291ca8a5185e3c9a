"""The scorer: reads documents, weighs their evidence, says why."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.detectors import DETECTORS, Detector
from classifiers.detectors.detector import collect
from classifiers.document import Document
from classifiers.evidence import Evidence, weigh
from classifiers.features import matrix
from classifiers.lexicon import Lexicon, load_terms
from classifiers.lexicon_files import own_digest
from classifiers.model import TRACKS, Model, load_model
from classifiers.reading import Mark, Reading, read
from classifiers.reasons import shares_of, signals_of
from classifiers.rules import Gates, capped, gates, label_of
from classifiers.score import Score, Scorer
from classifiers.wording import hashed, limited

BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A document read and weighed, before any model."""

    reading: Reading
    marks: Sequence[Mark]
    evidence: Evidence


def weigh_document(
    document: Document, lexicon: Lexicon, detectors: Sequence[Detector] = DETECTORS
) -> Weighed:
    """Read, detect and gather one document."""
    reading = read(document, lexicon)
    marks = collect(reading, detectors)
    return Weighed(reading=reading, marks=marks, evidence=weigh(marks, document.text))


class EvidenceScorer:
    """The scorer that Mergen ships: families of signs with a small model on top. Thread-safe once built."""

    def __init__(
        self,
        model: Model,
        lexicon: Lexicon,
        detectors: Sequence[Detector] = DETECTORS,
        own_lexicons: str = "",
    ) -> None:
        self._model = model
        self._lexicon = lexicon
        self._detectors = tuple(detectors)
        card = model.card
        self._name = f"evidence-{card.version}+m{card.model_sha256[:8]}.l{card.lexicons_sha256[:8]}"
        if own_lexicons:
            self._name += f".o{own_lexicons[:8]}"

    @property
    def name(self) -> str:
        """Version and short hashes of the model, the lexicons and an office's own ones."""
        return self._name

    def score(self, documents: Sequence[Document]) -> list[Score]:
        """One score a document, in order."""
        return [
            score
            for first in range(0, len(documents), BATCH)
            for score in self._score_batch(documents[first : first + BATCH])
        ]

    def _score_batch(self, documents: Sequence[Document]) -> Iterator[Score]:
        weighed = [weigh_document(document, self._lexicon, self._detectors) for document in documents]
        rows = hashed(one.reading.tokens for one in weighed)
        columns = {}
        for name, features in TRACKS.items():
            words = limited(self._model.tracks[name].wording_logits(rows))
            columns[name] = np.column_stack([matrix([one.evidence for one in weighed], features), words])
        for number, one in enumerate(weighed):
            yield self._score_one(one, {name: rows[number] for name, rows in columns.items()})

    def _score_one(self, one: Weighed, rows: Mapping[str, NDArray[np.float64]]) -> Score:
        gate = gates(one.evidence)
        sale = self._probability("sale", rows["sale"], gate)
        recruitment = self._probability("recruitment", rows["recruitment"], gate)
        track = "sale" if sale >= recruitment else "recruitment"
        weights = self._model.tracks[track].weights.coef_[0]
        shares = shares_of(rows[track] * weights, TRACKS[track], one.evidence)
        return Score(
            value=max(sale, recruitment),
            sale=sale,
            recruitment=recruitment,
            label=label_of(sale, recruitment),
            language=one.reading.language,
            signals=signals_of(one.marks, one.reading.document.text, shares),
            scorer=self._name,
        )

    def _probability(self, track: str, row: NDArray[np.float64], gate: Gates) -> float:
        weights = self._model.tracks[track].weights
        logit = float(row @ weights.coef_[0] + weights.intercept_[0])
        opened = gate.sale if track == "sale" else gate.recruitment
        return capped(
            1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit)))), gate=opened, families=gate.families
        )


def load(folder: Path | None = None, own: Path | None = None) -> Scorer:
    """The shipped scorer, or one with the model in `folder`; `own` is a folder of an office's own lexicons.
    ModelError when the model cannot be trusted, LexiconError when an own lexicon is wrong."""
    return EvidenceScorer(load_model(folder), Lexicon(load_terms(own)), own_lexicons=own_digest(own))
