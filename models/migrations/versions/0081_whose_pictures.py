"""finding the captures that a picture belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

OF_PHOTO = sa.text("origin = 'photo'")


def upgrade() -> None:
    op.create_index(op.f("ix_captures_screenshot_sha256"), "captures", ["screenshot_sha256"])
    op.create_index(
        "ix_captures_photo", "captures", ["reference"], sqlite_where=OF_PHOTO, postgresql_where=OF_PHOTO
    )


def downgrade() -> None:
    op.drop_index("ix_captures_photo", "captures")
    op.drop_index(op.f("ix_captures_screenshot_sha256"), "captures")
