"""why a target is crawled against its robots.txt"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "why robots.txt is left aside; empty: it is obeyed"
    op.add_column(
        "targets", sa.Column("ignore_robots", sa.Text(), nullable=False, server_default="", comment=comment)
    )


def downgrade() -> None:
    op.drop_column("targets", "ignore_robots")
