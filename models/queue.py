"""The queue as people see it: one row a shop, what it is looked for by, who has it, and kept choices.

Cards and traits only repeat what other tables say, so that a list of many shops is read from an index;
`pipeline.cards` writes them.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

TOSS_UP = 0.5
"""The score that says nothing either way."""


class ShopState(StrEnum):
    """NEW was never decided on; CHANGED was, but a face joined since that nobody saw; REAPPEARED was
    confirmed and blocked, and answers again, under an old address or a new one."""

    NEW = "new"
    CHANGED = "changed"
    REAPPEARED = "reappeared"
    UNSURE = "unsure"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"

    @property
    def waits(self) -> bool:
        """Whether a person has to look."""
        return self not in (ShopState.CONFIRMED, ShopState.REJECTED)


def weight_of(score: float, state: ShopState) -> float:
    """What the queue goes by: a shop that re-appeared comes before all others."""
    return score + (state is ShopState.REAPPEARED)


class TraitKind(StrEnum):
    """What shops are chosen by, beside their label: a page's LANGUAGE, a DISTRICT or town that a page
    names, the SOURCE that led to it (`crawler.request.Origin`), and the kind of its FACEs."""

    LANGUAGE = "language"
    DISTRICT = "district"
    SOURCE = "source"
    FACE = "face"


class ShopCard(Base):
    """A shop that was not merged into another, as a list shows it. `confirmers` counts the people whose
    confirmation stands; `weight` is its score, and one more where it re-appeared, so that it is looked at
    first; while `blocked_at` is set none of its faces can be reached. `last_finding` and `last_decision` tell
    what it was made from."""

    __tablename__ = "shop_cards"
    __table_args__ = (
        Index("ix_shop_cards_strongest", "waits", "weight", "size", "shop_id"),
        Index("ix_shop_cards_doubt", "waits", "doubt", "size", "shop_id"),
        Index("ix_shop_cards_oldest", "waits", "found_at", "shop_id"),
        Index("ix_shop_cards_largest", "waits", "size", "score", "shop_id"),
        Index("ix_shop_cards_counts", "state", "verdict", "confirmers", "label"),
        Index("ix_shop_cards_verdict", "verdict", "weight", "size", "shop_id"),
        Index("ix_shop_cards_all_strongest", "weight", "size", "shop_id"),
        Index("ix_shop_cards_all_doubt", "doubt", "size", "shop_id"),
        Index("ix_shop_cards_all_oldest", "found_at", "shop_id"),
        Index("ix_shop_cards_all_largest", "size", "score", "shop_id"),
        Index("ix_shop_cards_decided", "label", "last_decision"),
    )

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(comment="new, changed, reappeared, unsure, confirmed or rejected")
    waits: Mapped[bool]
    verdict: Mapped[str | None]
    confirmers: Mapped[int]
    score: Mapped[float]
    weight: Mapped[float]
    doubt: Mapped[float] = mapped_column(comment="distance of the score from a toss-up")
    label: Mapped[str]
    size: Mapped[int]
    findings: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(comment="its first finding, or its making without any")
    last_found_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    blocked_at: Mapped[datetime | None]
    last_finding: Mapped[int]
    last_decision: Mapped[int]


class ShopTrait(Base):
    """Something that a shop can be looked for by."""

    __tablename__ = "shop_traits"

    kind: Mapped[str] = mapped_column(primary_key=True, comment="language, district, source or face")
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, index=True)


class ShopLease(Base):
    """Who looks at a shop now. It ends by itself."""

    __tablename__ = "shop_leases"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"), primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime]


class SavedFilter(Base):
    """A choice of the queue that a person gave a name."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)
