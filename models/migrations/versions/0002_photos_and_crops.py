"""what photos and symbols say beyond their text: camera, likeness, crops, disputes, unread places

Until this revision a photo's latitude and longitude were the camera's where the sender gave none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PHOTO_COLUMNS = {
    "camera_latitude": sa.Double,
    "camera_longitude": sa.Double,
    "phash": sa.String,
    "dhash": sa.String,
}
IMAGE_COLUMNS = {
    "unread": "places of codes nobody read",
    "failures": "decoders that gave up",
    "hints": "why nothing was read",
}


def upgrade() -> None:
    # Columns one by one, not in batches: SQLite would make tables anew that others point to.
    op.create_table(
        "photo_bands",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name=op.f("fk_photo_bands_photo_id_photos")),
        sa.PrimaryKeyConstraint("key", "photo_id", name=op.f("pk_photo_bands")),
    )
    op.add_column("blobs", sa.Column("made_by", sa.Text(), nullable=False, server_default=""))
    for name, comment in IMAGE_COLUMNS.items():
        op.add_column(
            "images", sa.Column(name, sa.JSON(), nullable=False, server_default="[]", comment=comment)
        )
    op.add_column("photos", sa.Column("taken_offset", sa.String(), comment="its UTC offset, as +05:00"))
    for name, kind in PHOTO_COLUMNS.items():
        unit = "degrees, WGS 84" if kind is sa.Double else None
        op.add_column("photos", sa.Column(name, kind(), nullable=True, comment=unit))
    op.add_column("photos", sa.Column("near", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("symbols", schema=None) as batch_op:
        batch_op.add_column(sa.Column("disputed", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("frame", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("crop_sha256", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_symbols_crop_sha256_blobs"), "blobs", ["crop_sha256"], ["sha256"]
        )


def downgrade() -> None:
    op.drop_table("photo_bands")
    with op.batch_alter_table("symbols", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_symbols_crop_sha256_blobs"), type_="foreignkey")
        for name in ("crop_sha256", "frame", "disputed"):
            batch_op.drop_column(name)
    for name in ("near", *PHOTO_COLUMNS, "taken_offset"):
        op.drop_column("photos", name)
    for name in IMAGE_COLUMNS:
        op.drop_column("images", name)
    op.drop_column("blobs", "made_by")
