"""lists of every shop, whatever its state, in each order; the latest decided of a label"""

from alembic import op

revision = "0130"
down_revision = "0122"
branch_labels = None
depends_on = None

ORDERS = {
    "strongest": ["weight", "size", "shop_id"],
    "doubt": ["doubt", "size", "shop_id"],
    "oldest": ["found_at", "shop_id"],
    "largest": ["size", "score", "shop_id"],
}


def upgrade() -> None:
    for order, columns in ORDERS.items():
        op.create_index(f"ix_shop_cards_all_{order}", "shop_cards", columns)
    op.create_index("ix_shop_cards_decided", "shop_cards", ["label", "last_decision"])


def downgrade() -> None:
    op.drop_index("ix_shop_cards_decided", "shop_cards")
    for order in ORDERS:
        op.drop_index(f"ix_shop_cards_all_{order}", "shop_cards")
