"""The stored model: what is loaded, and what is refused."""

import json
import shutil
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from classifiers.errors import ModelError
from classifiers.model import CARD_FILE, MODEL_FILE, TRACKS, load_model
from classifiers.score import Scorer
from classifiers.scorer import load


@pytest.fixture
def copied_model(tmp_path: Path) -> Path:
    for name in (MODEL_FILE, CARD_FILE):
        shutil.copy(str(files("classifiers").joinpath("data", name)), tmp_path / name)
    return tmp_path


def test_a_model_from_another_folder_is_loaded(copied_model: Path, scorer: Scorer) -> None:
    assert load(copied_model).name == scorer.name


def test_a_model_that_was_tampered_with_is_refused(copied_model: Path) -> None:
    data = bytearray((copied_model / MODEL_FILE).read_bytes())
    data[len(data) // 2] ^= 1
    (copied_model / MODEL_FILE).write_bytes(bytes(data))
    with pytest.raises(ModelError, match="altered"):
        load(copied_model)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"lexicons_sha256": "', '"lexicons_sha256": "0', "lexicons changed"),
        ('"sale.A"', '"sale.Z"', "other features"),
        ('"seed"', '"seeds"', "no usable model"),
    ],
)
def test_a_model_that_does_not_fit_is_refused_with_what_to_do(
    copied_model: Path, old: str, new: str, message: str
) -> None:
    card = (copied_model / CARD_FILE).read_text()
    (copied_model / CARD_FILE).write_text(card.replace(old, new))
    with pytest.raises(ModelError, match=message) as caught:
        load(copied_model)
    assert "mergen train" in str(caught.value)


def test_a_model_that_holds_anything_but_numbers_is_refused(copied_model: Path) -> None:
    held = {"wording": np.asarray([Path()], dtype=object)}
    np.savez(copied_model / MODEL_FILE, allow_pickle=True, **held)
    card = json.loads((copied_model / CARD_FILE).read_text())
    card["model_sha256"] = sha256((copied_model / MODEL_FILE).read_bytes()).hexdigest()
    (copied_model / CARD_FILE).write_text(json.dumps(card))
    with pytest.raises(ModelError, match="pickle"):
        load(copied_model)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no usable model"):
        load(tmp_path)


def test_weights_keep_the_signs_that_the_domain_gives_them() -> None:
    for name, track in load_model().tracks.items():
        assert np.isfinite(track.weights).all(), name
        signs = [feature.sign for feature in TRACKS[name]]
        assert (np.multiply(signs, track.weights) >= 0).all(), name
