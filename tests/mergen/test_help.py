"""What holds for every command, and `mergen train`."""

import hashlib

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


def test_training_writes_a_model_with_its_digest(bare: Mergen) -> None:
    answer = bare("train", "--out", "model", "--json")
    assert (answer.status, answer.err) == (0, "")
    [model] = (bare.folder / "model").glob("*.npz")
    assert answer.record["model"] == hashlib.sha256(model.read_bytes()).hexdigest()


def test_training_into_a_place_that_cannot_be_written_is_refused(bare: Mergen) -> None:
    answer = bare("train", "--out", "/proc/model")
    assert answer.status == 1
    assert "/proc/model" in answer.message
    assert "Traceback" not in answer.err
