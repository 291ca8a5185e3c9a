"""blind second looks at decisions"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blind_looks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False, comment="confirmed, rejected or unsure"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("looked_by", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_blind_looks_decision_id_decisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blind_looks")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_blind_looks_decision_id")),
    )
    op.create_index(op.f("ix_blind_looks_looked_at"), "blind_looks", ["looked_at"])


def downgrade() -> None:
    op.drop_table("blind_looks")
