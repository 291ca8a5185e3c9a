"""the lines of text in an image, with where each stands

Images that were read before have their text but no lines, until they are read again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "images",
        sa.Column("lines", sa.JSON(), nullable=False, server_default="[]", comment="its text, line by line"),
    )


def downgrade() -> None:
    op.drop_column("images", "lines")
