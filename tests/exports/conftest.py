"""A real SQLite store for every test, and what writes into it."""

from collections.abc import Iterator

import pytest

from models.database import Database
from tests.exports.store import Store


@pytest.fixture
def database(sqlite: Database) -> Database:
    return sqlite


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.write() as session:
        yield Store(session)
