"""Alembic's entry point: runs migrations over the connection it is given, or over its own."""

from typing import Literal

import sqlalchemy as sa
from alembic import context

from models.base import UtcDateTime
from models.guards import guard, unguard
from models.tables import metadata


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Migrations must not depend on today's classes: write our instant as plain SQLAlchemy."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        unguard(connection)
        context.run_migrations()
        guard(connection)


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    url = context.get_x_argument(as_dictionary=True).get("url") or context.config.get_main_option(
        "sqlalchemy.url", ""
    )
    with sa.create_engine(url).connect() as own:
        run(own)
