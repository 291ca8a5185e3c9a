"""Looking at a page once more, as somebody else."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SecondLook(Base):
    """What another visitor (`crawler.profile.Profile`) was shown at the address of a capture: `other_id` is
    the capture of that answer, in a run of its own. `divergence` and the likenesses are those of
    `crawler.difference`; `shop_for` tells for whom the scorer took the page for a shop's: both, first, second
    or nobody."""

    __tablename__ = "second_looks"
    __table_args__ = (UniqueConstraint("capture_id", "profile"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), index=True)
    profile: Mapped[str]
    divergence: Mapped[str]
    text_likeness: Mapped[float]
    link_likeness: Mapped[float]
    shop_for: Mapped[str]
