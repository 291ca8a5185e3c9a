"""The scorer: reads documents, weighs their evidence, says why."""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from classifiers.attributes import places_of, substances_of
from classifiers.collector import uncollected
from classifiers.compiled import compiled_lexicon
from classifiers.detectors import DETECTORS, Detector
from classifiers.detectors.detector import collect
from classifiers.document import Document
from classifiers.edits import Normalised
from classifiers.evidence import Evidence, weigh, weigh_hiring
from classifiers.features import matrix
from classifiers.lexicon import Lexicon, load_terms
from classifiers.lexicon_files import NONE, own_digest
from classifiers.model import TRACKS, Model, load_model
from classifiers.pictographs import pictograph_names
from classifiers.quotation import discounted
from classifiers.reading import Folded, Mark, Reading, fold, fold_all, read
from classifiers.reasons import shares_of, signals_of
from classifiers.rules import capped, gates, label_of
from classifiers.score import Label, Score, Scorer
from classifiers.sieve import Sieve
from classifiers.surroundings import surrounded
from classifiers.turning import turned
from classifiers.wording import MAX_WORDS, Wording, beside

BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A document read and weighed, before any model."""

    reading: Reading
    marks: Sequence[Mark]
    sale: Evidence
    recruitment: Evidence

    def evidence(self, track: str) -> Evidence:
        """What speaks for and against a track."""
        return self.sale if track == "sale" else self.recruitment

    def words(self, track: str) -> list[str]:
        """The words, and the names of pictographs, where the track's signs stand together: a channel's other
        posts are another matter."""
        low, high = self.evidence(track).window
        text, offsets = self.reading.text, self.reading.normalised.offsets
        whole = high > len(self.reading.document.text)
        first, last = (0, len(text)) if whole else (bisect_left(offsets, low), bisect_left(offsets, high))
        starts = self.reading.starts
        words = self.reading.words[bisect_left(starts, first) : bisect_left(starts, last)]
        return heard(words, text, first, last)


def heard(words: Sequence[str], text: str, first: int = 0, last: int | None = None) -> list[str]:
    """What the wording model reads: words of a text, and the names of pictographs in a part of it."""
    return [*words[:MAX_WORDS], *pictograph_names(text, first, last)]


def weigh_document(
    document: Document, lexicon: Lexicon, detectors: Sequence[Detector] = DETECTORS
) -> Weighed:
    """Read, detect and gather one document."""
    return weigh_folded(fold(document, lexicon), lexicon, detectors)


def weigh_folded(folded: Folded, lexicon: Lexicon, detectors: Sequence[Detector]) -> Weighed:
    """The same for a document that is folded already."""
    reading, document = read(folded, lexicon), folded.document
    marks = discounted(collect(reading, detectors), reading.normalised)
    marks = turned(marks, reading.normalised)
    if reading.normalised.disguises:
        return _weighed_in_folded(reading, marks)
    marks = surrounded(marks, document.text)
    sale = weigh(marks, document.text)
    recruitment = weigh_hiring(marks, document.text, sale)
    return Weighed(reading=reading, marks=marks, sale=sale, recruitment=recruitment)


def _weighed_in_folded(reading: Reading, marks: Sequence[Mark]) -> Weighed:
    """The same by the places in the folded text: what a disguise puts between letters sets nothing apart."""
    whole = reading.normalised
    folded = surrounded([_moved(mark, partial(bisect_left, whole.offsets)) for mark in marks], whole.text)
    sale = weigh(folded, whole.text)
    recruitment = weigh_hiring(folded, whole.text, sale)
    return Weighed(
        reading=reading,
        marks=[replace(mark, strength=one.strength) for mark, one in zip(marks, folded, strict=True)],
        sale=_unfolded(sale, whole),
        recruitment=_unfolded(recruitment, whole),
    )


def _moved(mark: Mark, place: Callable[[int], int]) -> Mark:
    return replace(mark, start=place(mark.start), end=place(mark.end))


def _unfolded(evidence: Evidence, whole: Normalised) -> Evidence:
    """With its window in the original."""
    low, high = (whole.offsets[min(at, len(whole.text))] for at in evidence.window)
    return replace(evidence, window=(low, high + (evidence.window[1] > len(whole.text))))


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
        further = self._score_read(
            weigh_folded(one, self._lexicon, each.detectors)
            for one, each in zip(folded, possible, strict=True)
            if each.most is None
        )
        for one, each in zip(folded, possible, strict=True):
            yield next(further) if each.most is None else self._score_unread(one, each.most)

    def _score_unread(self, folded: Folded, most: int) -> Score:
        wording = self._wording.logit(heard(folded.words, folded.normalised.text))
        sale, recruitment = (
            capped(self._alone(track, wording), gate=False, families=most, silent=not most)
            for track in TRACKS
        )
        return Score(
            value=max(sale, recruitment),
            sale=sale,
            recruitment=recruitment,
            label=label_of(sale, recruitment),
            language=folded.language,
            signals=(),
            scorer=self._name,
        )

    def _alone(self, track: str, wording: float) -> float:
        """What wording alone comes to, beside no evidence."""
        model = self._model.tracks[track]
        return probability_of(model.intercept + float(model.weights[-1]) * wording)

    def _score_read(self, documents: Iterable[Weighed]) -> Iterator[Score]:
        weighed = list(documents)
        said = [self._said(one) for one in weighed]
        sale, recruitment = (self._explained(track, weighed, said) for track in TRACKS)
        for one, selling, recruiting in zip(weighed, sale, recruitment, strict=True):
            yield self._score_one(one, selling, recruiting)

    def _said(self, one: Weighed) -> dict[str, float]:
        """For each track what the wording says; it differs only where the windows do."""
        sale = self._wording.logit(one.words("sale"))
        same = one.sale.window == one.recruitment.window
        return {"sale": sale, "recruitment": sale if same else self._wording.logit(one.words("recruitment"))}

    def _explained(
        self, track: str, weighed: Sequence[Weighed], said: Sequence[Mapping[str, float]]
    ) -> list[Explained]:
        model = self._model.tracks[track]
        evidence = [one.evidence(track) for one in weighed]
        words = [beside(logits[track], found.plain) for logits, found in zip(said, evidence, strict=True)]
        numbers = np.column_stack([matrix(evidence, TRACKS[track]), words])
        parts = numbers * model.weights
        logits = parts.sum(axis=1) + model.intercept
        return [
            Explained(track=track, logit=logit, parts=part)
            for logit, part in zip(logits.tolist(), parts.tolist(), strict=True)
        ]

    def _score_one(self, one: Weighed, selling: Explained, recruiting: Explained) -> Score:
        gate = gates(one.sale, one.recruitment)
        silent, families = gate.silent, gate.families
        sale = capped(
            selling.probability, gate=gate.sale, families=families, enough=gate.enough, silent=silent
        )
        recruitment = capped(recruiting.probability, gate=gate.recruitment, families=families, silent=silent)
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
            signals=signals_of(one.marks, one.reading.document.text, shares),
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
