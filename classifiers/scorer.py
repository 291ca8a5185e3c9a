"""The scorer: reads documents, weighs their evidence, says why."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from classifiers.attributes import places_of, substances_of
from classifiers.collector import uncollected
from classifiers.compiled import compiled_lexicon
from classifiers.detectors import DETECTORS, Detector
from classifiers.document import Document
from classifiers.features import matrix
from classifiers.lexicon import Lexicon, load_terms
from classifiers.lexicon_files import NONE, own_digest
from classifiers.model import TRACKS, Model, load_model
from classifiers.pictographs import pictograph_names
from classifiers.reading import Folded, fold_all
from classifiers.reasons import shares_of, signals_of
from classifiers.rules import capped, gates, label_of
from classifiers.score import Label, Score, Scorer
from classifiers.sieve import Possible, Sieve
from classifiers.sounding import TELLING, quoted_for, sounded
from classifiers.weighed import Weighed, heard, weigh_folded
from classifiers.wording import Wording, held

BATCH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A track's log-odds for a document and what each feature adds to them."""

    track: str
    logit: float
    parts: Sequence[float]

    @property
    def probability(self) -> float:
        """What the log-odds say, before any gate."""
        return probability_of(self.logit)


def probability_of(logit: float) -> float:
    """A probability by its log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@dataclass(frozen=True, slots=True)
class _Looked:
    """A folded document after the first look: what it may speak of, whether it is to be read, and if not,
    what its wording says."""

    folded: Folded
    possible: Possible
    read: bool
    wording: float = 0.0


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
        self._wording = Wording(model.wording.weights, model.wording.intercept)
        self._lexicon = lexicon
        self._sieve = Sieve(lexicon, detectors)
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
        scores: list[Score] = []
        for first in range(0, len(documents), BATCH):
            with uncollected():
                scores += self._score_batch(documents[first : first + BATCH])
        return scores

    def _score_batch(self, documents: Sequence[Document]) -> Iterator[Score]:
        folded = fold_all(documents, self._lexicon)
        possible = [self._sieve.possible(one) for one in folded]
        looked = list(map(self._look, folded, possible))
        further = self._score_read(
            weigh_folded(one.folded, self._lexicon, one.possible.detectors) for one in looked if one.read
        )
        for one in looked:
            yield next(further) if one.read else self._score_unread(one)

    def _look(self, folded: Folded, possible: Possible) -> _Looked:
        if possible.most is None:
            return _Looked(folded, possible, read=True)
        wording = self._wording.logit(heard(folded.words, *pictograph_names(folded.normalised.text)))
        return _Looked(folded, possible, read=wording >= TELLING, wording=wording)

    def _score_unread(self, one: _Looked) -> Score:
        most = one.possible.most or 0
        sale, recruitment = (
            capped(self._alone(track, one.wording), gate=False, families=most, silent=not most)
            for track in TRACKS
        )
        return Score(
            value=max(sale, recruitment),
            sale=sale,
            recruitment=recruitment,
            label=label_of(sale, recruitment),
            language=one.folded.language,
            signals=(),
            scorer=self._name,
        )

    def _alone(self, track: str, wording: float) -> float:
        """What wording alone comes to, beside no evidence."""
        model = self._model.tracks[track]
        return probability_of(model.intercept + float(model.weights[-1]) * held(wording))

    def _score_read(self, documents: Iterable[Weighed]) -> Iterator[Score]:
        weighed = [sounded(one, self._wording) for one in documents]
        sale, recruitment = (self._explained(track, weighed) for track in TRACKS)
        for one, selling, recruiting in zip(weighed, sale, recruitment, strict=True):
            yield self._score_one(one, selling, recruiting)

    def _explained(self, track: str, weighed: Sequence[Weighed]) -> list[Explained]:
        model = self._model.tracks[track]
        parts = matrix([one.evidence(track) for one in weighed], TRACKS[track]) * model.weights
        logits = parts.sum(axis=1) + model.intercept
        return [
            Explained(track=track, logit=logit, parts=part)
            for logit, part in zip(logits.tolist(), parts.tolist(), strict=True)
        ]

    def _score_one(self, one: Weighed, selling: Explained, recruiting: Explained) -> Score:
        gate = gates(one.sale, one.recruitment)
        within = partial(capped, families=gate.families, silent=gate.silent, heard=gate.heard)
        sale = within(selling.probability, gate=gate.sale, enough=gate.enough)
        recruitment = within(recruiting.probability, gate=gate.recruitment, enough=gate.enough_hiring)
        chosen = selling if sale >= recruitment else recruiting
        label = label_of(sale, recruitment)
        told = label is not Label.BENIGN
        shares = shares_of(chosen.parts, TRACKS[chosen.track], one.evidence(chosen.track))
        return Score(
            value=max(sale, recruitment),
            sale=sale,
            recruitment=recruitment,
            label=label,
            language=one.reading.language,
            signals=signals_of(quoted_for(one, chosen.track), one.reading.document.text, shares),
            scorer=self._name,
            substances=substances_of(one.reading) if told else (),
            places=places_of(one.reading) if told else (),
        )


def load(folder: Path | None = None, own: Path | None = None, trial: Mapping[str, bytes] = NONE) -> Scorer:
    """The shipped scorer, or one with the model in `folder`; `own` is a folder of an office's own lexicons,
    and `trial` are files that are tried in it.
    ModelError when the model cannot be trusted, LexiconError when an own lexicon is wrong."""
    lexicon = Lexicon(load_terms(own, trial)) if trial else compiled_lexicon(own)
    return EvidenceScorer(load_model(folder), lexicon, own_lexicons=own_digest(own, trial))
