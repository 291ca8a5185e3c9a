"""pages by run, origin, resource and day, counted from what is stored; what a span's figures are read from"""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None

DAY = {"sqlite": "date(c.fetched_at) || ' 00:00:00.000000'"}
IN_UTC = "date_trunc('day', c.fetched_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
COUNTED = """
INSERT INTO page_counts (day, run_id, origin, resource_id, pages, flagged)
SELECT {day}, c.run_id, c.origin, p.resource_id, count(*),
    sum(CASE WHEN EXISTS (SELECT 1 FROM findings f WHERE f.capture_id = c.id) THEN 1 ELSE 0 END)
FROM pages p JOIN captures c ON c.id = p.capture_id
GROUP BY 1, 2, 3, 4
"""


def upgrade() -> None:
    op.create_table(
        "page_counts",
        sa.Column(
            "day",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="midnight before the capture, UTC",
        ),
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False, comment="seed, link, contact, code or photo"),
        sa.Column("resource_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("flagged", sa.Integer(), nullable=False, comment="pages with a finding among them"),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resources.id"], name=op.f("fk_page_counts_resource_id_resources")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_page_counts_run_id_runs")),
        sa.PrimaryKeyConstraint("day", "run_id", "origin", "resource_id", name=op.f("pk_page_counts")),
    )
    connection = op.get_bind()
    op.create_index(op.f("ix_shops_created_at"), "shops", ["created_at"])
    op.drop_index(op.f("ix_events_kind"), "events")
    op.create_index("ix_events_kind", "events", ["kind", "at"])
    op.execute(COUNTED.format(day=DAY.get(connection.dialect.name, IN_UTC)))


def downgrade() -> None:
    op.drop_index("ix_events_kind", "events")
    op.create_index(op.f("ix_events_kind"), "events", ["kind"])
    op.drop_index(op.f("ix_shops_created_at"), "shops")
    op.drop_table("page_counts")
