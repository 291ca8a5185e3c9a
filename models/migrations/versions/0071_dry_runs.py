"""terms that are tried on what is stored"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dry_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="the file's name; one of the office's takes its place"
        ),
        sa.Column("lexicon", sa.Text(), nullable=False, comment="the file"),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole", sa.Integer(), nullable=False, comment="pages that there are to look at"),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("scorer_before", sa.Text(), nullable=False),
        sa.Column("scorer_after", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dry_runs")),
    )
    op.create_index("ix_dry_runs_state", "dry_runs", ["state", "id"])
    op.create_table(
        "dry_run_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dry_run_id", sa.Integer(), nullable=False),
        sa.Column("capture_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False, comment="appears, vanishes or band"),
        sa.Column("label_before", sa.String(), nullable=False),
        sa.Column("label_after", sa.String(), nullable=False),
        sa.Column("score_before", sa.Double(), nullable=False),
        sa.Column("score_after", sa.Double(), nullable=False),
        sa.Column("gained", sa.JSON(), nullable=False),
        sa.Column("lost", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dry_run_id"], ["dry_runs.id"], name=op.f("fk_dry_run_changes_dry_run_id_dry_runs")
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name=op.f("fk_dry_run_changes_capture_id_captures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dry_run_changes")),
    )
    op.create_index(op.f("ix_dry_run_changes_dry_run_id"), "dry_run_changes", ["dry_run_id"])


def downgrade() -> None:
    op.drop_table("dry_run_changes")
    op.drop_table("dry_runs")
