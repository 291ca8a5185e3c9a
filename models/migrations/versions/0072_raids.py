"""sheets of raids and their photos"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "raids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False, comment="pseudonyms, as the keeper wrote them"),
        sa.Column("agreed", sa.Text(), nullable=False, comment="with whom of the police it was agreed"),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("painted", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raids")),
    )
    op.create_index(op.f("ix_raids_begun_at"), "raids", ["begun_at"])
    op.create_index("ix_raids_kept_by", "raids", ["kept_by", "id"])
    op.create_table(
        "raid_photos",
        sa.Column("raid_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False, comment="before or after the painting"),
        sa.ForeignKeyConstraint(["raid_id"], ["raids.id"], name=op.f("fk_raid_photos_raid_id_raids")),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_raid_photos_photo_id_photos")),
        sa.PrimaryKeyConstraint("raid_id", "photo_id", name=op.f("pk_raid_photos")),
    )
    op.create_index(op.f("ix_raid_photos_photo_id"), "raid_photos", ["photo_id"])


def downgrade() -> None:
    op.drop_table("raid_photos")
    op.drop_table("raids")
