"""a chained custody log

The events that are there become the beginning of the chain.
"""

import platform
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.custody import CHAINED, START, event_digest

revision = "0040"
down_revision = "0030"
branch_labels = None
depends_on = None

NAMES = ("id", *CHAINED, "detail", "rows", "digest")
TYPES: dict[str, Any] = {
    "id": sa.Integer(),
    "number": sa.Integer(),
    "at": UtcDateTime(),
    "detail": sa.JSON(),
    "rows": sa.JSON(),
}
EVENTS = sa.table("events", *(sa.column(name, TYPES.get(name, sa.Text())) for name in NAMES))


def upgrade() -> None:
    op.create_table(
        "warc_segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("length", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warc_segments")),
        sa.UniqueConstraint("file", "offset", name=op.f("uq_warc_segments_file_offset")),
    )
    _create_proofs()
    for column in _new_columns():
        op.add_column("events", column)
    _chain(op.get_bind())
    with op.batch_alter_table("events") as events:
        for column in _new_columns():
            events.alter_column(column.name, existing_type=column.type, server_default=None)
        events.create_unique_constraint(op.f("uq_events_number"), ["number"])


def downgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.drop_constraint(op.f("uq_events_number"), type_="unique")
        for column in _new_columns():
            events.drop_column(column.name)
    for table in ("removals", "holds", "timestamps", "seals", "warc_segments"):
        op.drop_table(table)


def _create_proofs() -> None:
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_event", sa.Integer(), nullable=False, comment="number of the first event it covers"),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False, comment="digest of the last event it covers"),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False, comment="Ed25519, 32 bytes in hex"),
        sa.Column(
            "signature",
            sa.String(),
            nullable=False,
            comment="Ed25519 over the manifest, 64 bytes in hex",
        ),
        sa.ForeignKeyConstraint(
            ["manifest_sha256"], ["blobs.sha256"], name=op.f("fk_seals_manifest_sha256_blobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("first_event", name=op.f("uq_seals_first_event")),
        sa.UniqueConstraint("manifest_sha256", name=op.f("uq_seals_manifest_sha256")),
    )
    op.create_table(
        "timestamps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False, comment="SHA-256 of the stamped manifest"),
        sa.Column("authority", sa.Text(), nullable=False, comment="its address"),
        sa.Column(
            "stamped_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="the authority's own time",
        ),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timestamps")),
        sa.UniqueConstraint(
            "manifest_sha256", "authority", name=op.f("uq_timestamps_manifest_sha256_authority")
        ),
    )
    op.create_index(op.f("ix_timestamps_manifest_sha256"), "timestamps", ["manifest_sha256"])
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_holds_shop_id_shops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_shop_id"), "holds", ["shop_id"])
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="blob or warc"),
        sa.Column("name", sa.Text(), nullable=False, comment="a blob's SHA-256, or a WARC file's name"),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="bytes"),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
        sa.UniqueConstraint("name", name=op.f("uq_removals_name")),
    )


def _new_columns() -> Sequence[sa.Column[object]]:
    return (
        sa.Column(
            "authority",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="the order or law it was done under",
        ),
        sa.Column("rows", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("number", sa.Integer(), nullable=False, server_default="0", comment="from 1, without gaps"),
        sa.Column(
            "local",
            sa.String(),
            nullable=False,
            server_default="",
            comment="the office's own time with its UTC offset",
        ),
        sa.Column("host", sa.Text(), nullable=False, server_default="", comment="the machine that wrote it"),
        sa.Column(
            "previous",
            sa.String(),
            nullable=False,
            server_default="",
            comment="the digest of the event before it",
        ),
        sa.Column(
            "digest",
            sa.String(),
            nullable=False,
            server_default="",
            comment="SHA-256 of its canonical JSON",
        ),
    )


def _chain(connection: sa.Connection) -> None:
    previous = START
    rows = connection.execute(sa.select(EVENTS).order_by(EVENTS.c.id)).mappings().all()
    for number, row in enumerate(rows, 1):
        link = {
            "number": number,
            "previous": previous,
            "local": row["at"].isoformat(),
            "host": platform.node(),
        }
        digest = event_digest({**row, **link})
        connection.execute(sa.update(EVENTS).where(EVENTS.c.id == row["id"]).values(**link, digest=digest))
        previous = digest
