"""Adding a row unless it is there: safe when two processes add the same one at once."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base
from models.dossier import OWNERS, touch

Row = TypeVar("Row", bound=Base)

KEY_BYTES = 2000


def index_key(text: str) -> str:
    """`text` as it can stand in a unique column: what is longer than `KEY_BYTES` in UTF-8 keeps its
    beginning and is told apart by its digest. PostgreSQL indexes no more than 2,704 bytes."""
    data = text.encode("utf-8", "replace")
    if len(data) <= KEY_BYTES:
        return text
    return f"{data[: KEY_BYTES - 100].decode('utf-8', 'ignore')}… sha256:{sha256(data).hexdigest()}"


def insert_for(session: Session, table: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT in the session's dialect."""
    dialect = session.get_bind().dialect.name
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)


def ensure(session: Session, table: type[Row], key: dict[str, Any], **rest: Any) -> Row:
    """The row of `table` with the unique columns `key`, added with `rest` if it is not there."""
    found = session.scalars(sa.select(table).filter_by(**key)).first()
    if found is not None:
        return found
    return add_new(session, table, **key, **rest) or session.scalars(sa.select(table).filter_by(**key)).one()


def add_all(session: Session, table: type[Row], rows: Sequence[dict[str, Any]]) -> list[Row]:
    """As `add_new` for rows with the same columns, in one statement; gives those that were added."""
    if not rows:
        return []
    insert = insert_for(session, table).on_conflict_do_nothing().returning(table)
    added = list(session.scalars(insert, rows))
    for row in added if table in OWNERS else ():
        touch(session, table, getattr(row, OWNERS[table][1]))
    return added


def add_new(session: Session, table: type[Row], **values: Any) -> Row | None:
    """The row as it was added; None where one with its unique columns was there."""
    insert = insert_for(session, table).values(**values).on_conflict_do_nothing()
    added: Row | None = session.scalars(insert.returning(table)).first()
    if added is not None and table in OWNERS:
        touch(session, table, getattr(added, OWNERS[table][1]))
    return added
