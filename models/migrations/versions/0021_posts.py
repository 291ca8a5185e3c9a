"""posts of channels, and the cards of names that show none"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CARD = "private_channel, group, bot, person, nobody …"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False, comment="the channel"),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="its number in the channel"),
        sa.Column("first_capture_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=True, comment="when an edit was seen last"),
        sa.Column("views", sa.BigInteger(), nullable=True, comment="as shown: 4.4K is 4400"),
        sa.Column("links", sa.JSON(), nullable=False, comment="url, text"),
        sa.Column("buttons", sa.JSON(), nullable=False, comment="url, text"),
        sa.Column("photos", sa.JSON(), nullable=False, comment="url, sha256 of what was fetched"),
        sa.Column("forwarded_from", sa.Text(), nullable=False),
        sa.Column("forwarded_url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_posts_resource_id_resources")
        ),
        sa.ForeignKeyConstraint(
            ["first_capture_id"], ["captures.id"], name=op.f("fk_posts_first_capture_id_captures")
        ),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_posts_capture_id_captures")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("resource_id", "number", name=op.f("uq_posts_resource_id_number")),
    )
    op.create_index(op.f("ix_posts_capture_id"), "posts", ["capture_id"])
    op.create_table(
        "cards",
        sa.Column("capture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment=CARD),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_cards_capture_id_captures")),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_cards_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_resource_id"), "cards", ["resource_id"])


def downgrade() -> None:
    op.drop_table("cards")
    op.drop_table("posts")
