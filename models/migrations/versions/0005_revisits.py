"""answers that said what was known already, and when a resource was last seen and last changed"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENTS = {"seen_at": "the last answer", "changed_at": "the last answer with something new"}


def upgrade() -> None:
    op.create_table(
        "revisits",
        sa.Column("capture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False, comment="the capture that has the body"),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name=op.f("fk_revisits_capture_id_captures")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["captures.id"], name=op.f("fk_revisits_earlier_id_captures")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_revisits")),
    )
    op.create_index(op.f("ix_revisits_earlier_id"), "revisits", ["earlier_id"])
    for name, comment in MOMENTS.items():
        op.add_column(
            "resources", sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment)
        )


def downgrade() -> None:
    for name in MOMENTS:
        op.drop_column("resources", name)
    op.drop_table("revisits")
