"""which visitor was led to an address, and asked for it"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0081"
branch_labels = None
depends_on = None

LED = "the visitor who alone was led to it, and asks for it; empty: the crawler itself"
ASKED = "the visitor who asked; empty: the crawler itself"


def upgrade() -> None:
    for table, comment in (("frontier", LED), ("captures", ASKED)):
        column = sa.Column("profile", sa.String(), nullable=False, server_default="", comment=comment)
        op.add_column(table, column)


def downgrade() -> None:
    for table in ("captures", "frontier"):
        op.drop_column(table, "profile")
