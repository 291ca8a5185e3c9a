"""How good a scorer is on labelled texts: the figures of a quality page, whole and by language, source
and kind."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from classifiers.document import Document
from classifiers.errors import CorpusError
from classifiers.score import Label, Score, Scorer

FLAGGED = frozenset({Label.SALE, Label.RECRUITMENT})
BATCH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text and the truth: `positive` if it offers drugs for sale or recruits for it."""

    text: str
    positive: bool
    language: str = "und"
    source: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A labelled text and what a scorer made of it."""

    row: LabelledText
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Figures of a set. A figure that the set cannot give (no positives, no negatives, nothing flagged)
    is None. `false_alarm_rate` is flagged negatives per negative, `unsure_rate` unsure texts per text."""

    texts: int
    positives: int
    auroc: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    false_alarm_rate: float | None
    unsure_rate: float | None


def read_rows(path: Path) -> Iterator[LabelledText]:
    """Rows of a JSON Lines file with `text` and `label` (0 or 1), and if there `lang`, `source`, `kind`.
    CorpusError names the line that is wrong."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(f"{path.name}, line {number}", line, path.stem)


def _row(where: str, line: str, source: str) -> LabelledText:
    try:
        raw = json.loads(line)
        text, label = raw["text"], raw["label"]
    except (ValueError, KeyError, TypeError) as error:
        raise CorpusError(f'{where}: not a row; it needs {{"text": …, "label": 0 or 1}} ({error})') from error
    if not isinstance(text, str) or label not in (0, 1, True, False):
        raise CorpusError(f"{where}: `text` must be a string and `label` 0 or 1")
    return LabelledText(
        text=text,
        positive=bool(label),
        language=str(raw.get("lang", "und")),
        source=str(raw.get("source", source)),
        kind=str(raw.get("kind", "")),
    )


def score_rows(scorer: Scorer, rows: Iterable[LabelledText]) -> list[Outcome]:
    """Score rows in batches, in order."""
    outcomes: list[Outcome] = []
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        scores = scorer.score([Document(text=row.text) for row in batch])
        outcomes += [Outcome(row=row, score=score) for row, score in zip(batch, scores, strict=True)]
    return outcomes


def quality_of(outcomes: Sequence[Outcome]) -> Quality:
    """The figures of outcomes at the scorer's own thresholds; AUROC over its values."""
    truth = np.asarray([one.row.positive for one in outcomes], dtype=bool)
    flagged = np.asarray([one.score.label in FLAGGED for one in outcomes], dtype=bool)
    unsure = sum(one.score.label is Label.UNSURE for one in outcomes)
    hits = int((truth & flagged).sum())
    precision, recall = _ratio(hits, int(flagged.sum())), _ratio(hits, int(truth.sum()))
    return Quality(
        texts=len(outcomes),
        positives=int(truth.sum()),
        auroc=_auroc(truth, [one.score.value for one in outcomes]),
        precision=precision,
        recall=recall,
        f1=_ratio(2 * hits, int(flagged.sum() + truth.sum())),
        false_alarm_rate=_ratio(int((~truth & flagged).sum()), int((~truth).sum())),
        unsure_rate=_ratio(unsure, len(outcomes)),
    )


def _auroc(truth: "np.ndarray[tuple[int], np.dtype[np.bool]]", values: Sequence[float]) -> float | None:
    if not truth.size or truth.all() or not truth.any():
        return None
    return float(roc_auc_score(truth, values))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def quality_by(outcomes: Sequence[Outcome], field: str) -> Mapping[str, Quality]:
    """The figures for each value of `language`, `source` or `kind`, in order of the name. ValueError for
    others."""
    if field not in ("language", "source", "kind"):
        raise ValueError(f"cannot group by {field!r}: use language, source or kind")
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(str(getattr(one.row, field)), []).append(one)
    return {name: quality_of(groups[name]) for name in sorted(groups)}
