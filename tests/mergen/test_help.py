"""What holds for every command, and `mergen train`."""

import json
import shutil

import pytest

from classifiers.model import CARD_FILE, MODEL_FILE, load_model
from mergen.catalogue import NAMES
from mergen.commands.train import SHIPPED
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
def test_the_shipped_model_is_what_training_would_give_now(bare: Mergen) -> None:
    answer = bare("train", "--check", "--json")
    assert (answer.status, answer.err) == (0, "")
    assert (answer.record["current"], answer.record["model"]) == (True, load_model().card.model_sha256)


@pytest.mark.parametrize(
    ("altered", "told"), [({"corpus_sha256": "00"}, "mergen train"), ({"own_texts": 3}, "office's decisions")]
)
def test_a_model_of_other_texts_is_told(bare: Mergen, altered: dict[str, str | int], told: str) -> None:
    folder = bare.folder / "model"
    folder.mkdir()
    shutil.copy(SHIPPED / MODEL_FILE, folder)
    card = json.loads((SHIPPED / CARD_FILE).read_text())
    (folder / CARD_FILE).write_text(json.dumps({**card, **altered}))
    answer = bare("train", "--check", "--out", str(folder))
    assert answer.status == 1
    assert told in answer.message


def test_training_into_a_place_that_cannot_be_written_is_refused(bare: Mergen) -> None:
    answer = bare("train", "--out", "/proc/model")
    assert answer.status == 1
    assert "/proc/model" in answer.message
    assert "Traceback" not in answer.err
