"""pages that the browser was to show and did not"""

import sqlalchemy as sa
from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None
UNSEEN = "why the browser, which was to show it, did not; empty: it did, or was not to"


def upgrade() -> None:
    op.add_column(
        "captures", sa.Column("unseen", sa.Text(), nullable=False, server_default="", comment=UNSEEN)
    )


def downgrade() -> None:
    op.drop_column("captures", "unseen")
