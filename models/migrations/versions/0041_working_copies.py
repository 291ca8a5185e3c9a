"""photos have a working copy that is shown in their place"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

COMMENT = "the copy that is shown: no EXIF, faces hidden"


def upgrade() -> None:
    name = op.f("fk_photos_working_sha256_blobs")
    with op.batch_alter_table("photos") as photos:
        photos.add_column(sa.Column("working_sha256", sa.String(), nullable=True, comment=COMMENT))
        photos.create_foreign_key(name, "blobs", ["working_sha256"], ["sha256"])


def downgrade() -> None:
    with op.batch_alter_table("photos") as photos:
        photos.drop_constraint(op.f("fk_photos_working_sha256_blobs"), type_="foreignkey")
        photos.drop_column("working_sha256")
