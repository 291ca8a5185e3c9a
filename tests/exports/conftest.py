"""A real SQLite store for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.exports.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/mergen.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.write() as session:
        yield Store(session)
