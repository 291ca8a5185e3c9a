"""what was spoken with a server, its certificates, and what was done to a page before it was pictured"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PROTOCOL = "HTTP/1.1 or HTTP/2.0; empty: not known"
CERTIFICATES = "the chain, its leaf first: sha256, subject, issuer, validity"
HANDLING = "what was done before it was pictured"


def upgrade() -> None:
    for column in (
        sa.Column("protocol", sa.String(), nullable=False, server_default="", comment=PROTOCOL),
        sa.Column("certificates", sa.JSON(), nullable=False, server_default="[]", comment=CERTIFICATES),
        sa.Column("handling", sa.JSON(), nullable=True, comment=HANDLING),
    ):
        op.add_column("captures", column)


def downgrade() -> None:
    for name in ("handling", "certificates", "protocol"):
        op.drop_column("captures", name)
