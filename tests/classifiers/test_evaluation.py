"""Figures of a labelled set."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from classifiers.document import Document
from classifiers.errors import CorpusError
from classifiers.evaluation import LabelledText, read_rows, score_rows
from classifiers.quality import Sample, intervals_of, quality_by, quality_of
from classifiers.score import Label, Score


class FixedScorer:
    """Gives the score that the text says: a small fake of the Scorer protocol."""

    name = "fixed"

    def score(self, documents: Sequence[Document]) -> list[Score]:
        return [self._one(float(document.text)) for document in documents]

    def _one(self, value: float) -> Score:
        label = Label.SALE if value >= 0.5 else Label.UNSURE if value >= 0.25 else Label.BENIGN
        return Score(
            value=value, sale=value, recruitment=0.0, label=label, language="ru", signals=(), scorer=self.name
        )


def test_figures_are_those_of_the_confusion_table() -> None:
    rows = [
        LabelledText(text="0.9", positive=True, language="kk"),
        LabelledText(text="0.3", positive=True, language="ru"),
        LabelledText(text="0.8", positive=False, language="ru"),
        LabelledText(text="0.1", positive=False, language="ru"),
        LabelledText(text="0.2", positive=False, language="kk"),
    ]
    outcomes = score_rows(FixedScorer(), rows)
    whole = quality_of(outcomes)
    assert (whole.precision, whole.recall, whole.f1) == (0.5, 0.5, 0.5)
    assert whole.false_alarm_rate == pytest.approx(1 / 3)
    assert whole.unsure_rate == pytest.approx(1 / 5)
    assert whole.auroc == pytest.approx(5 / 6)
    assert quality_by(outcomes, "language")["kk"].recall == 1.0
    with pytest.raises(ValueError, match="cannot group"):
        quality_by(outcomes, "colour")


def test_a_figure_that_cannot_be_known_is_none() -> None:
    benign = quality_of(score_rows(FixedScorer(), [LabelledText(text="0.1", positive=False)]))
    assert (benign.auroc, benign.recall, benign.precision) == (None, None, None)
    assert benign.false_alarm_rate == 0.0
    assert quality_of([]).unsure_rate is None


def test_rows_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(
        json.dumps({"text": "a", "label": 1, "lang": "kk"}) + "\n\n" + json.dumps({"text": "b", "label": 0})
    )
    rows = list(read_rows(path))
    assert [(row.positive, row.language, row.source) for row in rows] == [
        (True, "kk", "set"),
        (False, "und", "set"),
    ]


@pytest.mark.parametrize(
    "line", ["not json", '{"text": "a"}', '{"text": 3, "label": 1}', '{"text": "a", "label": 7}', "[]"]
)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "a", "label": 1}\n' + line)
    with pytest.raises(CorpusError, match=r"set\.jsonl, line 2"):
        list(read_rows(path))


def outcomes_of(*rows: tuple[str, bool]) -> Sample:
    return Sample(
        score_rows(FixedScorer(), [LabelledText(text=value, positive=positive) for value, positive in rows])
    )


def test_recall_at_a_precision_is_that_of_the_best_threshold() -> None:
    sample = outcomes_of(("0.9", True), ("0.8", False), ("0.4", True))
    assert sample.recall_at(0.95) == 0.5
    assert sample.recall_at(0.6) == 1
    assert outcomes_of(("0.9", True)).recall_at(0.95) is None


def test_auroc_is_that_of_scikit_learn_with_ties_too() -> None:
    rng = np.random.default_rng(3)
    truth, values = rng.random(200) < 0.4, rng.integers(0, 12, 200) / 12
    sample = outcomes_of(*((str(value), bool(true)) for value, true in zip(values, truth, strict=True)))
    assert sample.quality().auroc == pytest.approx(roc_auc_score(truth, values))


def test_calibration_is_the_gap_between_said_and_true() -> None:
    sample = outcomes_of(*[("0.75", True)] * 3, ("0.75", False), ("0.05", False))
    quality = sample.quality()
    assert quality.ece == pytest.approx(0.05 / 5)
    assert quality.brier == pytest.approx((3 * 0.0625 + 0.5625 + 0.0025) / 5)
    assert [(bin_.texts, bin_.true) for bin_ in sample.bins()] == [(1, 0.0), (4, 0.75)]


def test_an_interval_holds_its_figure_narrows_with_texts_and_can_be_made_again() -> None:
    few, many = (outcomes_of(*[("0.9", True), ("0.1", True), ("0.6", False)] * n) for n in (10, 200))
    wide, narrow = intervals_of(few)["recall"], intervals_of(many)["recall"]
    assert wide.low < 0.5 < wide.high
    assert narrow.high - narrow.low < wide.high - wide.low
    assert intervals_of(few)["recall"] == wide
    assert "auroc" not in intervals_of(outcomes_of(("0.9", True)))


def test_what_never_happened_is_not_called_impossible() -> None:
    intervals = intervals_of(outcomes_of(*[("0.1", False)] * 60, *[("0.9", True)] * 30))
    assert intervals["false_alarm_rate"].high == pytest.approx(0.05)
    assert intervals["recall"].low == pytest.approx(0.9)
