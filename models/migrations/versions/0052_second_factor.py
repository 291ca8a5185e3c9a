"""second factors"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("totp_secret", "totp_offered"):
        op.add_column("users", sa.Column(name, sa.String(), nullable=True))
    op.add_column("users", sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("totp_step", "totp_offered", "totp_secret"):
        op.drop_column("users", name)
