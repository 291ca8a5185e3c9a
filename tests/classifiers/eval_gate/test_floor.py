"""Quality is a pinned floor on pinned sets: texts written by hand for this test, apart from the training
grammars.

Nobody whose first language is Kazakh has checked the Kazakh texts. `mergen eval --pin FILE` measures anew.
"""

import json
from pathlib import Path

import pytest

from classifiers.evaluation import Outcome, read_rows, score_rows
from classifiers.floors import PINNED, breaches, measured, pinned_sets, read_floors
from classifiers.score import Label, Scorer

FLOORS = Path(__file__).with_name("floors.json")
SETS = Path(__file__).parents[1] / "sets"
HANDWRITTEN = PINNED / "handwritten.jsonl"


@pytest.fixture(scope="module")
def outcomes(scorer: Scorer) -> list[Outcome]:
    return score_rows(scorer, read_rows(HANDWRITTEN))


@pytest.fixture(scope="module")
def tracks() -> list[str]:
    return [json.loads(line)["track"] for line in HANDWRITTEN.read_text("utf-8").splitlines()]


def test_no_set_is_below_its_floor(scorer: Scorer) -> None:
    further = {path.stem: path for path in SETS.glob("*.jsonl")}
    found = measured(scorer, {**pinned_sets(), **further})
    assert [str(breach) for breach in breaches(found, read_floors(FLOORS))] == []


def test_a_floor_is_no_lower_than_promised() -> None:
    floor = read_floors(FLOORS)["handwritten"]
    assert (floor.recall or 0) >= 0.98
    assert (floor.auroc or 0) >= 0.995
    assert (floor.false_alarm_rate or 0) <= 0.01


def test_the_track_is_named_rightly(outcomes: list[Outcome], tracks: list[str]) -> None:
    pairs = [(one.score.label.value, track) for one, track in zip(outcomes, tracks, strict=True)]
    assert sum(label == track for label, track in pairs) / len(pairs) >= 0.98
    assert [pair for pair in pairs if set(pair) == {Label.SALE, Label.RECRUITMENT}] == []


def test_the_language_is_named_rightly(outcomes: list[Outcome]) -> None:
    assert {one.row.language for one in outcomes} == {"ru", "kk", "en"}
    assert [one.row.text for one in outcomes if one.score.language != one.row.language] == []
