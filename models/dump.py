"""A store's rows as lines of JSON, table by table: with their types, and the same on every database."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from models.database import Database

ROWS = 1000  # at once
VERSION_TABLE = "alembic_version"


class Snapshot:
    """The rows as they stood at one moment, whatever is written meanwhile."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._tables = _tables(connection)

    @property
    def tables(self) -> list[str]:
        """The names of the tables, those that others point to first."""
        return [table.name for table in self._tables]

    def lines(self, name: str) -> Iterator[bytes]:
        """A table: its columns, then a line a row, in the order of the primary key."""
        table = next(table for table in self._tables if table.name == name)
        columns = sorted(table.columns, key=lambda column: column.name)
        yield _line([column.name for column in columns])
        query = sa.select(*columns).order_by(*map(self._in_order, table.primary_key))
        for row in self._connection.execution_options(yield_per=ROWS).execute(query):
            yield _line([_plain(value) for value in row])

    def values(self, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of a table's rows, in no order."""
        table = next(table for table in self._tables if table.name == name)
        query = sa.select(*(table.columns[column] for column in columns))
        yield from map(tuple, self._connection.execution_options(yield_per=ROWS).execute(query))

    def _in_order(self, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
        """Texts by their bytes, as SQLite sorts them."""
        texts = self._connection.dialect.name == "postgresql" and isinstance(column.type, sa.String)
        return sa.collate(column, "C") if texts else column


@contextmanager
def snapshot(database: Database) -> Iterator[Snapshot]:
    """The store at this moment."""
    with database.snapshot() as connection:
        yield Snapshot(connection)


def load_rows(connection: sa.Connection, tables: Mapping[str, Iterable[bytes]]) -> None:
    """Add the rows of `tables`, as `Snapshot.lines` gives them, to a store that has none."""
    for table in _tables(connection):
        rows = iter(tables.get(table.name, ()))
        columns = json.loads(next(rows, b"[]"))
        named = (dict(zip(columns, map(_value, json.loads(row)), strict=True)) for row in rows)
        batch: list[dict[str, Any]] = []
        for row in _parents_first(table, named):
            batch.append({key: _fitting(value, connection) for key, value in row.items()})
            if len(batch) == ROWS:
                connection.execute(table.insert(), batch)
                batch = []
        if batch:
            connection.execute(table.insert(), batch)
        _count_on(connection, table)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def _parents_first(table: sa.Table, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that point to others of the same table after those."""
    own = [key for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    parent, key = own[0].parent.name, own[0].column.name
    there: set[Any] = set()
    waiting: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        if row[parent] is not None and row[parent] not in there:
            waiting.setdefault(row[parent], []).append(row)
            continue
        ready = [row]
        while ready:
            yield (done := ready.pop())
            there.add(done[key])
            ready += waiting.pop(done[key], [])
    yield from (row for rest in waiting.values() for row in rest)


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL number new rows after those that were added."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        if isinstance(column.type, sa.Integer):
            name = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            last = sa.select(sa.func.max(column)).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(name, last)))


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"at": moment.isoformat()}
    return {"json": value} if isinstance(value, dict | list) else value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    [(kind, value)] = plain.items()
    if kind == "bytes":
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if kind == "at" else value


def _fitting(value: Any, connection: sa.Connection) -> Any:
    naive = connection.dialect.name == "sqlite" and isinstance(value, datetime)
    return value.astimezone(UTC).replace(tzinfo=None) if naive else value
