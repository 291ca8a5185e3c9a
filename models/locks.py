"""Doing work that only one transaction may do at a time."""

import sqlalchemy as sa


def alone(connection: sa.Connection, work: str) -> None:
    """Wait until no other transaction does this `work`. On SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(work))))
