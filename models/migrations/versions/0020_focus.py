"""why an address comes when it does, and what is known of its site"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, sa.types.TypeEngine[Any], str, str], ...] = (
    ("site", sa.Text(), "", "key of the resource that it belongs to"),
    ("promise", sa.Double(), "0", "what the way here gives reason to hope for, 0 to 1"),
    ("cues", sa.Text(), "", "words at the link; with a minus those against it"),
    ("sites", sa.Integer(), "0", "sites between a seed and this one"),
    ("said", sa.String(), "", "a name for what its page said"),
    ("lot", sa.Double(), "0", "its number in the draw for exploring"),
)


def upgrade() -> None:
    for name, kind, default, comment in COLUMNS:
        column = sa.Column(name, kind, nullable=False, server_default=default, comment=comment)
        op.add_column("frontier", column)
    op.create_index("ix_frontier_host", "frontier", ["run_id", "host", "id"])
    op.create_table(
        "frontier_sites",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False, comment="key of a resource"),
        sa.Column("pages", sa.Double(), nullable=False),
        sa.Column("relevant", sa.Double(), nullable=False, comment="the sum of the scores of these pages"),
        sa.Column("seen", sa.Integer(), nullable=False, comment="pages of this run alone"),
        sa.Column("standing", sa.Double(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False, comment="confirmed, rejected or empty"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_frontier_sites_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "site", name=op.f("pk_frontier_sites")),
    )
    op.create_index("ix_frontier_sites_site", "frontier_sites", ["site"])
    comment = "sites away from it that a crawl may go"
    op.add_column(
        "targets", sa.Column("hops", sa.Integer(), nullable=False, server_default="3", comment=comment)
    )


def downgrade() -> None:
    op.drop_column("targets", "hops")
    op.drop_table("frontier_sites")
    op.drop_index("ix_frontier_host", "frontier")
    for name, *_ in reversed(COLUMNS):
        op.drop_column("frontier", name)
