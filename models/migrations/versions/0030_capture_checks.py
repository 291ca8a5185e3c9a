"""whether what was stored of a page holds what was found on it"""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0030"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capture_checks",
        sa.Column("capture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("quotes", sa.Integer(), nullable=False, comment="distinct quotes that were looked for"),
        sa.Column("takes", sa.Integer(), nullable=False, comment="pictures taken for this check"),
        sa.Column("unsaid", sa.JSON(), nullable=False),
        sa.Column("unshown", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name=op.f("fk_capture_checks_capture_id_captures")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_capture_checks")),
    )


def downgrade() -> None:
    op.drop_table("capture_checks")
