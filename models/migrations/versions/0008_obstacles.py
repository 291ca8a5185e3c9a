"""what stood where a page should have been"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "obstacles",
        sa.Column("capture_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False, comment="words, header or markup that it was told by"),
        sa.Column("service", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name=op.f("fk_obstacles_capture_id_captures")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_obstacles_resource_id_resources")
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_obstacles")),
    )
    op.create_index(op.f("ix_obstacles_resource_id"), "obstacles", ["resource_id"])


def downgrade() -> None:
    op.drop_table("obstacles")
