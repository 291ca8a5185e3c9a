"""as which visitor a target is to be looked at once"""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0150"
branch_labels = None
depends_on = None

COMMENT = "the visitor who is to look at it once, whatever its schedule; empty: nobody"


def upgrade() -> None:
    column = sa.Column("look_as", sa.String(), nullable=False, server_default="", comment=COMMENT)
    op.add_column("targets", column)


def downgrade() -> None:
    op.drop_column("targets", "look_as")
