"""how a target is gone through"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "targets",
        sa.Column("spider", sa.String(), nullable=False, server_default="site", comment="site or sitemap"),
    )


def downgrade() -> None:
    op.drop_column("targets", "spider")
