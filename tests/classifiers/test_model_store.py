"""Every version of a model stays, one is active, and the way back is open."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from classifiers.errors import ModelError
from classifiers.model import MODEL_FILE, CorpusCard, load_model, save_model
from classifiers.model_store import SHIPPED, ModelStore
from classifiers.scorer import load

AT = datetime(2026, 3, 2, tzinfo=UTC)


def keep(store: ModelStore) -> str:
    """Keep the shipped weights as another version."""
    model, origin = load_model(), CorpusCard(seed=4, texts=9, own_texts=1, corpus_sha256="00")
    return store.keep(
        lambda folder, version: save_model(model.wording, model.tracks, folder, origin, version)
    )


def test_versions_are_used_and_rolled_back_one_after_the_other(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models")
    assert (store.active, store.active_folder) == (SHIPPED, None)
    first, second = keep(store), keep(store)
    assert (first, second) == ("0.1.1", "0.1.2")
    assert store.active == SHIPPED
    for version in (first, second):
        store.use(version, by="aigul", at=AT)
    assert load(store.active_folder).name.startswith("evidence-0.1.2+m")
    assert store.roll_back(by="aigul", at=AT) == first
    assert store.roll_back(by="aigul", at=AT) == SHIPPED
    with pytest.raises(ModelError, match="nothing to go back to"):
        store.roll_back(by="aigul", at=AT)
    assert [use.version for use in store.history()] == [first, second, first, SHIPPED]
    kept = store.kept()
    assert [(one.version, one.active) for one in kept] == [(SHIPPED, True), (first, False), (second, False)]
    assert kept[1].card is not None
    assert kept[1].card.own_texts == 1


def test_a_version_that_cannot_be_used_never_becomes_active(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    version = keep(store)
    (tmp_path / version / MODEL_FILE).write_bytes(b"altered")
    with pytest.raises(ModelError, match="altered"):
        store.use(version, by="aigul", at=AT)
    with pytest.raises(ModelError, match="mergen model list"):
        store.use("0.1.9", by="aigul", at=AT)
    assert store.active == SHIPPED
    assert "altered" in store.kept()[1].fault


def test_training_that_fails_leaves_no_version(tmp_path: Path) -> None:
    def fail(folder: Path, version: str) -> None:
        (folder / "model.json").write_text(version)
        raise ModelError("worse")

    store = ModelStore(tmp_path)
    with pytest.raises(ModelError, match="worse"):
        store.keep(fail)
    assert (store.versions(), list(tmp_path.iterdir())) == ([], [])
