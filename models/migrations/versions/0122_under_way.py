"""photos and sign-ins that are under way"""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arriving_photos",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("have", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column(
            "taken_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when a process began to take it in",
        ),
        sa.Column("answer", sa.JSON(none_as_null=True), nullable=True, comment="what its sender is told"),
        sa.PrimaryKeyConstraint("sender", "key", name=op.f("pk_arriving_photos")),
    )
    op.create_index(op.f("ix_arriving_photos_since"), "arriving_photos", ["since"])
    op.create_table(
        "provider_sign_ins",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_provider_sign_ins_user_id_users")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_provider_sign_ins")),
    )
    op.create_index(op.f("ix_provider_sign_ins_until"), "provider_sign_ins", ["until"])


def downgrade() -> None:
    op.drop_table("provider_sign_ins")
    op.drop_table("arriving_photos")
