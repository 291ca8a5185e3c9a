"""cards, traits, leases and saved filters of the queue"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_saved_filters_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filters_user_id_name")),
    )
    op.create_table(
        "shop_cards",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "state", sa.String(), nullable=False, comment="new, changed, unsure, confirmed or rejected"
        ),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("confirmers", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("doubt", sa.Double(), nullable=False, comment="distance of the score from a toss-up"),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column(
            "found_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="its first finding, or its making without any",
        ),
        sa.Column("last_found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("last_finding", sa.Integer(), nullable=False),
        sa.Column("last_decision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_shop_cards_shop_id_shops")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shop_cards")),
    )
    with op.batch_alter_table("shop_cards", schema=None) as batch_op:
        batch_op.create_index("ix_shop_cards_doubt", ["waits", "doubt", "size", "shop_id"], unique=False)
        batch_op.create_index("ix_shop_cards_largest", ["waits", "size", "score", "shop_id"], unique=False)
        batch_op.create_index("ix_shop_cards_oldest", ["waits", "found_at", "shop_id"], unique=False)
        batch_op.create_index("ix_shop_cards_strongest", ["waits", "score", "size", "shop_id"], unique=False)
        batch_op.create_index(
            "ix_shop_cards_counts", ["state", "verdict", "confirmers", "label"], unique=False
        )
        batch_op.create_index("ix_shop_cards_verdict", ["verdict", "score", "size", "shop_id"], unique=False)

    op.create_table(
        "shop_leases",
        sa.Column("shop_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_shop_leases_shop_id_shops")),
        sa.PrimaryKeyConstraint("shop_id", name=op.f("pk_shop_leases")),
    )
    op.create_table(
        "shop_traits",
        sa.Column("kind", sa.String(), nullable=False, comment="language, district, source or face"),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name=op.f("fk_shop_traits_shop_id_shops")),
        sa.PrimaryKeyConstraint("kind", "value", "shop_id", name=op.f("pk_shop_traits")),
    )
    with op.batch_alter_table("shop_traits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shop_traits_shop_id"), ["shop_id"], unique=False)

    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("places", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_column("places")

    with op.batch_alter_table("shop_traits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shop_traits_shop_id"))

    op.drop_table("shop_traits")
    op.drop_table("shop_leases")
    with op.batch_alter_table("shop_cards", schema=None) as batch_op:
        batch_op.drop_index("ix_shop_cards_counts")
        batch_op.drop_index("ix_shop_cards_verdict")
        batch_op.drop_index("ix_shop_cards_strongest")
        batch_op.drop_index("ix_shop_cards_oldest")
        batch_op.drop_index("ix_shop_cards_largest")
        batch_op.drop_index("ix_shop_cards_doubt")

    op.drop_table("shop_cards")
    op.drop_table("saved_filters")
