"""Whether what was stored of a page holds what was found on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CaptureCheck(Base):
    """One a flagged capture. `unsaid` are quotes that its stored bytes do not hold, `unshown` those that
    were not on the page when it was pictured; an incomplete capture was pictured once more (`takes`)."""

    __tablename__ = "capture_checks"

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.id"), primary_key=True, autoincrement=False)
    checked_at: Mapped[datetime]
    complete: Mapped[bool]
    quotes: Mapped[int] = mapped_column(comment="distinct quotes that were looked for")
    takes: Mapped[int] = mapped_column(default=0, comment="pictures taken for this check")
    unsaid: Mapped[list[Any]] = mapped_column(default_factory=list)
    unshown: Mapped[list[Any]] = mapped_column(default_factory=list)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The quotes that an incomplete capture does not show; none where it is complete."""
        return () if self.complete else tuple(dict.fromkeys(map(str, [*self.unsaid, *self.unshown])))
