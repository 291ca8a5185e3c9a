"""What was handed over, and whether it can still be reached.

A row only repeats what the events `exported`, `rechecked`, `face_blocked`, `blocked` and `reappeared` say, so
that what is due and what is closed is read from an index.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Handover(Base):
    """A face of a shop that was handed over. `away_since` is the first of the looks in a row at which it
    could not be reached; while `blocked_at` is set it counts as blocked. `back_at` is the last time that a
    blocked one answered with the shop again."""

    __tablename__ = "handovers"

    resource_id: Mapped[int] = mapped_column(
        ForeignKey("resources.id"), primary_key=True, autoincrement=False
    )
    sent_at: Mapped[datetime]
    next_at: Mapped[datetime] = mapped_column(index=True, comment="when to look at it again")
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(
        default="", comment="of the last look: up, changed, notice, gone, silent or unclear"
    )
    away_since: Mapped[datetime | None] = mapped_column(default=None)
    blocked_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    back_at: Mapped[datetime | None] = mapped_column(default=None)
