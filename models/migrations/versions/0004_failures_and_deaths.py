"""how often an address failed, and how often a process died with it"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = {
    "failures": "times that it gave no page",
    "deaths": "processes that died while it was under way",
}


def upgrade() -> None:
    for name, comment in COLUMNS.items():
        op.add_column(
            "frontier", sa.Column(name, sa.Integer(), nullable=False, server_default="0", comment=comment)
        )


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("frontier", name)
