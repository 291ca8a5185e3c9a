import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.mergen.command import Mergen


@pytest.fixture
def bare(tmp_path: Path) -> Mergen:
    """The command in an empty folder: no store yet."""
    return Mergen(tmp_path)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that nothing was written to."""
    folder = tmp_path_factory.mktemp("empty")
    answer = Mergen(folder)("init")
    assert answer.status == 0, answer.err
    return folder


@pytest.fixture
def mergen(bare: Mergen, empty_store: Path) -> Mergen:
    """The command with a store of its own."""
    (bare.folder / "var/evidence").mkdir(parents=True)
    with (
        closing(sqlite3.connect(empty_store / "var/mergen.db")) as empty,
        closing(sqlite3.connect(bare.folder / "var/mergen.db")) as own,
    ):
        empty.backup(own)
    return bare
