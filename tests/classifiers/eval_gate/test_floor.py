"""Quality is a pinned floor on a pinned set: texts written by hand for this test, apart from the training
grammars.

Nobody whose first language is Kazakh has checked the Kazakh texts.
"""

import hashlib
import json
from pathlib import Path

import pytest

from classifiers.evaluation import LabelledText, Outcome, score_rows
from classifiers.quality import quality_by, quality_of
from classifiers.score import Label, Scorer

TEXTS = Path(__file__).with_name("texts.jsonl")
SHA256 = "bb1817a9d61fb732810a83d3fe63eef0dd2ccf19560053016efc7671b8d5979f"
FLOOR_RECALL = 0.98
FLOOR_PRECISION = 0.99
FLOOR_AUROC = 0.995
FLOOR_LABELS = 0.98


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def outcomes(scorer: Scorer) -> list[Outcome]:
    return score_rows(
        scorer,
        (
            LabelledText(
                text=row["text"], positive=row["label"] != "benign", language=row["lang"], kind=row["label"]
            )
            for row in rows()
        ),
    )


def test_the_pinned_set_is_the_one_the_floor_was_measured_on() -> None:
    assert hashlib.sha256(TEXTS.read_bytes()).hexdigest() == SHA256
    assert len(rows()) >= 120
    assert {row["lang"] for row in rows()} == {"ru", "kk", "en"}


def test_quality_is_not_below_the_floor(outcomes: list[Outcome]) -> None:
    whole = quality_of(outcomes)
    assert (whole.recall or 0) >= FLOOR_RECALL
    assert (whole.precision or 0) >= FLOOR_PRECISION
    assert (whole.auroc or 0) >= FLOOR_AUROC


def test_every_language_keeps_the_floor_of_its_own(outcomes: list[Outcome]) -> None:
    for language, quality in quality_by(outcomes, "language").items():
        assert (quality.recall or 0) >= 0.95, language
        assert quality.false_alarm_rate == 0, language


def test_the_track_is_named_rightly(outcomes: list[Outcome]) -> None:
    right = sum(one.score.label.value == one.row.kind for one in outcomes)
    assert right / len(outcomes) >= FLOOR_LABELS
    wrong_track = [
        one for one in outcomes if {one.score.label.value, one.row.kind} == {Label.SALE, Label.RECRUITMENT}
    ]
    assert wrong_track == []


def test_the_language_is_named_rightly(outcomes: list[Outcome]) -> None:
    assert [one.row.text for one in outcomes if one.score.language != one.row.language] == []
