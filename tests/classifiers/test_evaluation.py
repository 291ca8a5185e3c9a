"""Figures of a labelled set."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from classifiers.document import Document
from classifiers.errors import CorpusError
from classifiers.evaluation import LabelledText, quality_by, quality_of, read_rows, score_rows
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
