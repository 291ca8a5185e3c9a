"""the legal ground of a decision, and a person's own keys"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    comment = "legal ground of a confirmation"
    op.add_column(
        "decisions", sa.Column("ground", sa.String(), nullable=False, server_default="", comment=comment)
    )
    comment = "keys that the person chose, by action"
    op.add_column("users", sa.Column("keys", sa.JSON(), nullable=False, server_default="{}", comment=comment))


def downgrade() -> None:
    op.drop_column("users", "keys")
    op.drop_column("decisions", "ground")
