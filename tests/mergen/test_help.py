"""What holds for every command, and `mergen train`."""

import hashlib

import numpy as np
import pytest

from classifiers.model import MODEL_FILE, load_model
from mergen.catalogue import NAMES
from tests.mergen.command import Mergen


def test_help_names_every_command_and_a_slip_is_told(bare: Mergen) -> None:
    help_text = bare("--help")
    assert help_text.status == 0
    assert all(f" {name} " in help_text.out for name in NAMES)
    slip = bare("crwal")
    assert (slip.status, slip.out) == (2, "")
    assert "'crawl'" in slip.message
    assert bare("--version").out.startswith("mergen ")


@pytest.mark.slow
def test_training_again_writes_the_shipped_model_with_its_digest(bare: Mergen) -> None:
    answer = bare("train", "--out", "model", "--json")
    assert (answer.status, answer.err) == (0, "")
    folder = bare.folder / "model"
    assert answer.record["model"] == hashlib.sha256((folder / MODEL_FILE).read_bytes()).hexdigest()
    shipped, again = load_model(), load_model(folder)
    assert again.card.corpus_sha256 == shipped.card.corpus_sha256
    for name, track in shipped.tracks.items():
        assert np.allclose(track.weights, again.tracks[name].weights, atol=1e-2)


def test_training_into_a_place_that_cannot_be_written_is_refused(bare: Mergen) -> None:
    answer = bare("train", "--out", "/proc/model")
    assert answer.status == 1
    assert "/proc/model" in answer.message
    assert "Traceback" not in answer.err
