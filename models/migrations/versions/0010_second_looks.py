"""what another visitor was shown at an address, and targets that are suspected of showing it"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("divergence", sa.String(), nullable=False),
        sa.Column("text_likeness", sa.Double(), nullable=False),
        sa.Column("link_likeness", sa.Double(), nullable=False),
        sa.Column("shop_for", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["captures.id"], name=op.f(f"fk_second_looks_{name}_captures"))
            for name in ("capture_id", "other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_looks")),
        sa.UniqueConstraint("capture_id", "profile", name=op.f("uq_second_looks_capture_id_profile")),
    )
    op.create_index(op.f("ix_second_looks_other_id"), "second_looks", ["other_id"])
    comment = "whether others may be shown something else there"
    op.add_column(
        "targets",
        sa.Column("suspicious", sa.Boolean(), nullable=False, server_default=sa.false(), comment=comment),
    )


def downgrade() -> None:
    op.drop_column("targets", "suspicious")
    op.drop_table("second_looks")
