"""How the database answers the queries of a page: its own plan for each."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from benchmarks.harness import Table
from models.database import Database

_TABLES = re.compile(r"\b(?:FROM|JOIN) +([a-z_]+)")
Asked = tuple[str, Any]


def query_plans(database: Database, page: str, open_it: Callable[[], object]) -> Table:
    """A row for each distinct query of `open_it`: the tables it names, and its plan in one line."""
    with _overheard(database) as asked:
        open_it()
    rows = []
    with database.snapshot() as connection:
        for statement, values in dict(asked).items():
            tables = ", ".join(dict.fromkeys(_TABLES.findall(statement)))
            rows.append((tables, "; ".join(_plan(database, connection, statement, values))))
    return Table(title=f"Plans: {page}", columns=("tables", "plan"), rows=rows)


@contextmanager
def _overheard(database: Database) -> Iterator[list[Asked]]:
    asked: list[Asked] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def _plan(database: Database, connection: Connection, statement: str, values: Any) -> list[str]:
    if database.is_sqlite:
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in found]
    found = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", values)
    return [row[0].strip(" ->") for row in found if "Scan" in row[0] or "Sort" in row[0]]
