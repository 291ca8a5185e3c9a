"""what photos and symbols say beyond their text: camera, likeness, crops, disputes, unread places

Until this revision a photo's latitude and longitude were the camera's where the sender gave none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EMPTY = sa.text("'[]'")


def upgrade() -> None:
    op.create_table(
        "photo_bands",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_photo_bands_photo_id_photos")),
        sa.PrimaryKeyConstraint("key", "photo_id", name=op.f("pk_photo_bands")),
    )
    with op.batch_alter_table("blobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_by", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("images", schema=None) as batch_op:
        for name, comment in (
            ("unread", "places of codes nobody read"),
            ("failures", "decoders that gave up"),
            ("hints", "why nothing was read"),
        ):
            batch_op.add_column(
                sa.Column(name, sa.JSON(), nullable=False, server_default=EMPTY, comment=comment)
            )
    with op.batch_alter_table("photos", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("taken_offset", sa.String(), nullable=True, comment="its UTC offset, as +05:00")
        )
        for name in ("camera_latitude", "camera_longitude"):
            batch_op.add_column(sa.Column(name, sa.Double(), nullable=True, comment="degrees, WGS 84"))
        for name in ("latitude", "longitude"):
            batch_op.alter_column(
                name,
                existing_type=sa.Double(),
                existing_nullable=True,
                comment="the sender's, degrees, WGS 84",
                existing_comment="degrees, WGS 84",
            )
        for name in ("phash", "dhash"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.add_column(sa.Column("near", sa.JSON(), nullable=False, server_default=EMPTY))
    with op.batch_alter_table("symbols", schema=None) as batch_op:
        batch_op.add_column(sa.Column("disputed", sa.JSON(), nullable=False, server_default=EMPTY))
        batch_op.add_column(sa.Column("frame", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("crop_sha256", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_symbols_crop_sha256_blobs"), "blobs", ["crop_sha256"], ["sha256"]
        )


def downgrade() -> None:
    with op.batch_alter_table("symbols", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_symbols_crop_sha256_blobs"), type_="foreignkey")
        for name in ("crop_sha256", "frame", "disputed"):
            batch_op.drop_column(name)
    with op.batch_alter_table("photos", schema=None) as batch_op:
        for name in ("latitude", "longitude"):
            batch_op.alter_column(
                name, existing_type=sa.Double(), existing_nullable=True, comment="degrees, WGS 84"
            )
        for name in ("near", "dhash", "phash", "camera_longitude", "camera_latitude", "taken_offset"):
            batch_op.drop_column(name)
    with op.batch_alter_table("images", schema=None) as batch_op:
        for name in ("hints", "failures", "unread"):
            batch_op.drop_column(name)
    with op.batch_alter_table("blobs", schema=None) as batch_op:
        batch_op.drop_column("made_by")
    op.drop_table("photo_bands")
