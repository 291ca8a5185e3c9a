"""A real SQLite store for every test: migrated once, copied for each."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.exports.store import Store


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "mergen.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(migrated, tmp_path / "mergen.db")
    database = Database(f"sqlite:///{tmp_path}/mergen.db")
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.write() as session:
        yield Store(session)
