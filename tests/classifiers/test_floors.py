"""The gate: a scorer that is worse on any pinned set is named with the set and the figure."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.baselines import baselines
from classifiers.errors import CorpusError
from classifiers.floors import Floor, breaches, measured, pinned_sets, read_floors, write_floors

FLOOR = Floor(sha256="00", auroc=0.99, recall=0.9, false_alarm_rate=0.01)


def test_a_worse_figure_is_named_and_a_better_one_is_not() -> None:
    worse = replace(FLOOR, recall=0.8, false_alarm_rate=0.0)
    [breach] = breaches({"kazakh": worse}, {"kazakh": FLOOR})
    assert str(breach) == "kazakh: recall 0.8000, not 0.9000 (-0.1000)"
    [alarm] = breaches({"news": replace(FLOOR, false_alarm_rate=0.03)}, {"news": FLOOR})
    assert (alarm.figure, alarm.found) == ("false_alarm_rate", 0.03)
    assert breaches({"kazakh": FLOOR}, {"kazakh": worse}) != []
    assert breaches({"kazakh": replace(FLOOR, auroc=1.0, recall=1.0)}, {"kazakh": FLOOR}) == []


def test_a_set_without_a_floor_or_with_other_texts_is_refused() -> None:
    with pytest.raises(CorpusError, match="kazakh"):
        breaches({"kazakh": FLOOR}, {})
    with pytest.raises(CorpusError, match="not the file"):
        breaches({"kazakh": replace(FLOOR, sha256="11")}, {"kazakh": FLOOR})


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"text": "тайник, биткоин, меф", "label": 1}), "utf-8")
    floors = measured(baselines()["keywords"], pinned_sets(tmp_path))
    assert (floors["set"].recall, floors["set"].auroc) == (1.0, None)
    write_floors(tmp_path / "floors.json", floors)
    assert read_floors(tmp_path / "floors.json") == floors
    (tmp_path / "floors.json").write_text("[]")
    with pytest.raises(CorpusError, match="--pin"):
        read_floors(tmp_path / "floors.json")


def test_a_gate_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no \*\.jsonl"):
        pinned_sets(tmp_path)
