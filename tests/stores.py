"""Real stores for tests: SQLite files, and a PostgreSQL server that lives as long as the tests do."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.database import Database


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@contextmanager
def sqlite_store(folder: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{folder}/mergen.db")
    database.migrate()
    yield database
    database.close()


@contextmanager
def postgres_store(server_url: str) -> Iterator[Database]:
    """A database of its own on the server."""
    name = f"test_{secrets.token_hex(6)}"
    with sa.create_engine(server_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    database = Database(sa.make_url(server_url).set(database=name).render_as_string(hide_password=False))
    database.migrate()
    yield database
    database.close()


@contextmanager
def store_on(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    """A store on the engine that a fixture's parameter names."""
    if request.param == "sqlite":
        with sqlite_store(folder) as database:
            yield database
    else:
        with postgres_store(request.getfixturevalue("postgres_url")) as database:
            yield database
