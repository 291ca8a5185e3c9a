"""Real stores for tests: SQLite files, and a PostgreSQL server that lives as long as the tests do."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
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
    (folder / "mergen.db").write_bytes(_migrated())
    database = Database(f"sqlite:///{folder}/mergen.db")
    yield database
    database.close()


@contextmanager
def postgres_store(server_url: str) -> Iterator[Database]:
    """A database of its own on the server."""
    database = _created(server_url, f" TEMPLATE {_template(server_url)}")
    yield database
    database.close()


@cache
def _migrated() -> bytes:
    """The file of an empty store. Migrating takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/mergen.db")
        database.migrate()
        database.close()
        return Path(folder, "mergen.db").read_bytes()


@cache
def _template(server_url: str) -> str:
    """The name of a database that holds an empty store."""
    database = _created(server_url)
    database.migrate()
    database.close()
    return str(database.url.database)


def forget_at_power_failure(server_url: str) -> None:
    """Have a server not wait for its disk: nothing of these stores is to outlive the machine."""
    with sa.create_engine(server_url, isolation_level="AUTOCOMMIT").connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))


def _created(server_url: str, how: str = "") -> Database:
    name = f"test_{secrets.token_hex(6)}"
    with sa.create_engine(server_url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}{how}"))
    return Database(sa.make_url(server_url).set(database=name).render_as_string(hide_password=False))


@contextmanager
def store_on(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    """A store on the engine that a fixture's parameter names."""
    if request.param == "sqlite":
        with sqlite_store(folder) as database:
            yield database
    else:
        with postgres_store(request.getfixturevalue("postgres_url")) as database:
            yield database
