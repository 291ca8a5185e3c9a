"""what the text in photos came to"""

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo_scores",
        sa.Column("photo_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("sale", sa.Double(), nullable=False),
        sa.Column("recruitment", sa.Double(), nullable=False),
        sa.Column("label", sa.String(), nullable=False, comment="sale, recruitment, unsure or benign"),
        sa.Column("scorer", sa.Text(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_photo_scores_photo_id_photos")),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photo_scores")),
    )


def downgrade() -> None:
    op.drop_table("photo_scores")
