"""which sites name which, and what the words of links led to"""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0131"
branch_labels = None
depends_on = None

EXPECTED = "relevant pages by all else that was known of these links"


def upgrade() -> None:
    words = sa.Column(
        "anchor", sa.Text(), nullable=False, server_default="", comment="the words of the link's text"
    )
    op.add_column("frontier", words)
    for name, kind, default, comment in (
        ("expected", sa.Double(), "0.05", "share of relevant pages, before any was seen"),
        ("named", sa.Integer(), "0", "sites of this run that name it"),
        ("good", sa.Boolean(), sa.false(), "whether enough of its pages were relevant"),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=default, comment=comment)
        op.add_column("frontier_sites", column)
    _ties()
    _words()


def _ties() -> None:
    op.create_table(
        "frontier_ties",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="key of a resource"),
        sa.Column("target", sa.Text(), nullable=False, comment="key of a resource"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_frontier_ties_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "source", "target", name=op.f("pk_frontier_ties")),
    )
    op.create_index("ix_frontier_ties_target", "frontier_ties", ["run_id", "target", "source"])


def _words() -> None:
    op.create_table(
        "frontier_words",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False, comment=EXPECTED),
        sa.Column("relevant", sa.Double(), nullable=False, comment="the sum of the scores of these pages"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_frontier_words_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", "word", name=op.f("pk_frontier_words")),
    )


def downgrade() -> None:
    op.drop_table("frontier_words")
    op.drop_table("frontier_ties")
    for name in ("good", "named", "expected"):
        op.drop_column("frontier_sites", name)
    op.drop_column("frontier", "anchor")
