"""what was handed over and whether it can still be reached; shops that re-appeared come first"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None

ORDERED = {"ix_shop_cards_strongest": "waits", "ix_shop_cards_verdict": "verdict"}


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("resource_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False, comment="when to look at it again"),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.String(),
            nullable=False,
            comment="of the last look: up, changed, notice, gone, silent or unclear",
        ),
        sa.Column("away_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_handovers_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_handovers")),
    )
    op.create_index(op.f("ix_handovers_next_at"), "handovers", ["next_at"])
    op.create_index(op.f("ix_handovers_blocked_at"), "handovers", ["blocked_at"])
    _known_handovers(op.get_bind())
    _weigh()


def _known_handovers(connection: sa.Connection) -> None:
    """What was handed over before is looked at again too."""
    events = "SELECT detail, at FROM events WHERE kind = 'exported' AND subject = 'shop' ORDER BY id"
    first: dict[str, object] = {}
    for detail, at in connection.execute(sa.text(events)):
        known = json.loads(detail) if isinstance(detail, str) else detail
        for key in known.get("resources", ()):
            first.setdefault(str(key), at)
    insert = sa.text(
        "INSERT INTO handovers (resource_id, sent_at, next_at, outcome)"
        " SELECT id, :at, :at, '' FROM resources WHERE key = :key"
    )
    if first:
        connection.execute(insert, [{"key": key, "at": at} for key, at in first.items()])


def _weigh() -> None:
    for name in ORDERED:
        op.drop_index(name, "shop_cards")
    op.add_column("shop_cards", sa.Column("weight", sa.Double(), nullable=False, server_default="0"))
    op.add_column("shop_cards", sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE shop_cards SET weight = score")
    _say_of_states("new, changed, reappeared, unsure, confirmed or rejected")
    for name, column in ORDERED.items():
        op.create_index(name, "shop_cards", [column, "weight", "size", "shop_id"])


def _say_of_states(comment: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "shop_cards", "state", existing_type=sa.String(), existing_nullable=False, comment=comment
        )


def downgrade() -> None:
    for name in ORDERED:
        op.drop_index(name, "shop_cards")
    op.drop_column("shop_cards", "blocked_at")
    op.drop_column("shop_cards", "weight")
    _say_of_states("new, changed, unsure, confirmed or rejected")
    for name, column in ORDERED.items():
        op.create_index(name, "shop_cards", [column, "score", "size", "shop_id"])
    op.drop_table("handovers")
