"""Figures of scored texts: how well the labels and the values fit the truth, and how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from classifiers.evaluation import FLAGGED, Outcome
from classifiers.score import Label

Floats = NDArray[np.float64]
PRECISION = 0.95
RESAMPLES = 200
SEED = 20261125
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Figures of a set at the scorer's own thresholds. A figure that the set cannot give (no positives, no
    negatives, nothing flagged) is None. `false_alarm_rate` is flagged negatives per negative, `unsure_rate`
    unsure texts per text, `recall_at_95` the highest recall of any threshold that keeps precision 0.95.
    Lower is better for `brier` (mean squared error of the probability) and `ece` (expected calibration error
    in ten bins of equal width; Guo et al. 2017)."""

    texts: int
    positives: int
    auroc: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    recall_at_95: float | None
    false_alarm_rate: float | None
    unsure_rate: float | None
    brier: float | None
    ece: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A percentile bootstrap interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Texts whose value lies within `low` and `high`: what the scorer said and what was true, on average."""

    low: float
    high: float
    texts: int
    said: float
    true: float


class Sample:
    """Outcomes as arrays, the highest value first, so that every figure of a resample is a sum."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        values = np.asarray([one.score.value for one in outcomes], dtype=np.float64)
        order = np.argsort(-values, kind="stable")
        self.values = values[order]
        self.truth = np.asarray([one.row.positive for one in outcomes], dtype=bool)[order]
        self.flagged = np.asarray([one.score.label in FLAGGED for one in outcomes], dtype=bool)[order]
        self.unsure = np.asarray([one.score.label is Label.UNSURE for one in outcomes], dtype=bool)[order]
        last = np.append(np.diff(self.values) != 0, True)[: len(values)]
        self._ends = np.flatnonzero(last)

    def quality(self, weights: Floats | None = None) -> Quality:
        """The figures, each text counted as often as its weight says (once without)."""
        weight = np.ones(len(self.values)) if weights is None else weights
        whole, positive = float(weight.sum()), float(weight[self.truth].sum())
        flagged, hits = float(weight[self.flagged].sum()), float(weight[self.flagged & self.truth].sum())
        return Quality(
            texts=int(whole),
            positives=int(positive),
            auroc=self._auroc(weight, positive, whole - positive),
            precision=_ratio(hits, flagged),
            recall=_ratio(hits, positive),
            f1=_ratio(2 * hits, flagged + positive),
            recall_at_95=self.recall_at(PRECISION, weight),
            false_alarm_rate=_ratio(flagged - hits, whole - positive),
            unsure_rate=_ratio(float(weight[self.unsure].sum()), whole),
            brier=_ratio(float(weight @ (self.values - self.truth) ** 2), whole),
            ece=self._ece(weight, whole),
        )

    def recall_at(self, precision: float, weights: Floats | None = None) -> float | None:
        """The highest recall of any threshold that keeps `precision`; None without positives or negatives."""
        weight = np.ones(len(self.values)) if weights is None else weights
        right, wrong = self._passed(weight)
        if not len(right) or not right[-1] or not wrong[-1]:
            return None
        kept = right[right >= precision * (right + wrong)]
        return float(kept.max() / right[-1]) if len(kept) else 0.0

    def bins(self) -> list[Bin]:
        """The reliability table: ten bins of equal width, empty ones left out."""
        place = self._places()
        return [
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                texts=int(inside.sum()),
                said=float(self.values[inside].mean()),
                true=float(self.truth[inside].mean()),
            )
            for number in range(BINS)
            if (inside := place == number).any()
        ]

    def _passed(self, weight: Floats) -> tuple[Floats, Floats]:
        """Positives and negatives at or above each distinct value."""
        right = np.cumsum(weight * self.truth)[self._ends]
        wrong = np.cumsum(weight * ~self.truth)[self._ends]
        return right, wrong

    def _auroc(self, weight: Floats, positive: float, negative: float) -> float | None:
        if not positive or not negative:
            return None
        right, wrong = self._passed(weight)
        area = np.trapezoid(np.insert(right, 0, 0.0), np.insert(wrong, 0, 0.0))
        return float(area / (positive * negative))

    def _places(self) -> NDArray[np.int_]:
        places: NDArray[np.int_] = np.minimum((self.values * BINS).astype(int), BINS - 1)
        return places

    def _ece(self, weight: Floats, whole: float) -> float | None:
        if not whole:
            return None
        gaps = np.bincount(self._places(), weights=weight * (self.values - self.truth), minlength=BINS)
        return float(np.abs(gaps).sum() / whole)


def quality_of(outcomes: Sequence[Outcome]) -> Quality:
    """The figures of outcomes."""
    return Sample(outcomes).quality()


def quality_by(outcomes: Sequence[Outcome], field: str) -> Mapping[str, Quality]:
    """The figures for each value of `language`, `source` or `kind`. ValueError for others."""
    return {name: quality_of(group) for name, group in grouped(outcomes, field).items()}


def grouped(outcomes: Sequence[Outcome], field: str) -> Mapping[str, list[Outcome]]:
    """Outcomes by the value of `language`, `source` or `kind`, by name. ValueError for others."""
    if field not in ("language", "source", "kind"):
        raise ValueError(f"cannot group by {field!r}: use language, source or kind")
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(str(getattr(one.row, field)), []).append(one)
    return {name: groups[name] for name in sorted(groups)}


def intervals_of(sample: Sample, resamples: int = RESAMPLES) -> Mapping[str, Interval]:
    """95 % percentile bootstrap intervals of every share, over texts drawn with replacement; seeded. A
    figure that a resample cannot give is left out of its interval, one that none can give has no interval.
    Texts of one source are alike: between sources the figures vary more than this says."""
    rng, count = np.random.default_rng(SEED), len(sample.values)
    names = [field.name for field in fields(Quality) if field.name not in ("texts", "positives")]
    drawn: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(resamples if count else 0):
        weights = np.bincount(rng.integers(count, size=count), minlength=count).astype(np.float64)
        quality = sample.quality(weights)
        for name in names:
            value = getattr(quality, name)
            if value is not None:
                drawn[name].append(value)
    found = {name: _interval(values) for name, values in drawn.items() if values}
    return found | _never_seen(sample.quality())


def _never_seen(quality: Quality) -> dict[str, Interval]:
    """What never happened among n texts happens to at most 3/n of all, 95 times in a hundred (Hanley and
    Lippman-Hand 1983); resampling would claim that it cannot."""
    wholes = {
        "recall": quality.positives,
        "false_alarm_rate": quality.texts - quality.positives,
        "unsure_rate": quality.texts,
    }
    found = {}
    for name, whole in wholes.items():
        value = getattr(quality, name)
        if value == 0:
            found[name] = Interval(low=0.0, high=min(1.0, 3 / whole))
        elif value == 1:
            found[name] = Interval(low=max(0.0, 1 - 3 / whole), high=1.0)
    return found


def _interval(values: Sequence[float]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(low=float(low), high=float(high))


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
